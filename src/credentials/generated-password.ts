import { randomInt } from 'node:crypto';

/** Letters and digits that are not mistaken for each other when read aloud or copied by hand. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Twenty-two of 57 signs: more than 128 bits. */
const LENGTH = 22;

/** A password for a person who did not choose one. */
export function generatePassword(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
