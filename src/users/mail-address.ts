import { domainToASCII, domainToUnicode } from 'node:url';
import { isEmail } from 'class-validator';

/** Longest e-mail address (RFC 5321, 4.5.3.1.3, less the angle brackets). */
export const EMAIL_MAX = 254;

/**
 * Signs that turn into those of another address: composed, the Kelvin sign is a K and the Greek grave a grave accent, and in
 * PostgreSQL's lower case the dotted capital I is an i (CVE-2019-19844).
 */
const POSING = /[\u0130\u1fef\u212a]/;

/** Signs that nobody sees, and that mail programs and servers leave out: with them one mailbox would have any number of addresses. */
export const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u;

/** A domain with a label that stands for letters (RFC 5890, 2.3.2.1). */
const CODED = /(^|\.)xn--/i;

const MARGIN = /[\s\p{Default_Ignorable_Code_Point}\p{Cf}]/u;

/**
 * How an address is stored and looked up: without white space and invisible signs around it, in Unicode's composed form (NFC), and its
 * domain in letters where it is one of `xn--` labels, which browsers make of them (RFC 5891). With signs that pose as others it stays
 * as it is, and so is none.
 */
export function storedAddress(text: string): string {
  const bare = withoutMargins(text);
  return POSING.test(bare) ? bare : inLetters(bare.normalize('NFC'));
}

/**
 * Whether an account may have it, by these rules or by those from before, which knew invisible signs and what becomes of domains for no
 * fault. Quoted local parts are refused.
 */
export function mayBeStored(text: string): boolean {
  return text.length <= EMAIL_MAX && !text.includes('"') && !POSING.test(text) && isEmail(text);
}

/** Whether mail can be sent there, and this is the one way to write where: what a new address has to be. */
export function isMailAddress(text: string): boolean {
  return mayBeStored(text) && !INVISIBLE.test(text) && isMailedAsWritten(domainOf(text));
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/**
 * Whether what a mail program makes of the domain (UTS #46) is the same but for its case: else the mail goes to somebody else's. The capital ẞ is
 * ss to some and ß to others, by their version of Unicode; a label that stands for no letters is let pass by some.
 */
function isMailedAsWritten(domain: string): boolean {
  if (domain.includes('ẞ') || CODED.test(domain)) return false;
  return domainToUnicode(domainToASCII(domain)) === [...domain].map((letter) => letter.toLowerCase()).join('');
}

function inLetters(address: string): string {
  const domain = domainOf(address);
  if (!CODED.test(domain)) return address;
  return address.slice(0, address.length - domain.length) + (domainToUnicode(domain) || domain);
}

/** A text without white space and invisible signs around it. By hand: a pattern bound to the end alone tries at every sign of a text. */
export function withoutMargins(text: string): string {
  const letters = [...text];
  let [start, end] = [0, letters.length];
  while (start < end && MARGIN.test(letters[start]!)) start += 1;
  while (end > start && MARGIN.test(letters[end - 1]!)) end -= 1;
  return letters.slice(start, end).join('');
}
