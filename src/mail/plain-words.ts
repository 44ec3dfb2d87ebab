/** Characters of a name that letters greet by. */
const MAX_NAME = 64;
/** Characters of what a device says of itself, or of a place. */
const MAX_WORDS = 100;

/**
 * The name to greet a person by: one line, never long. Anybody can register somebody else's address under any name, so
 * a name that mail programs would turn into a link is not repeated to the person.
 */
export function greetingName(name: string | null): string | null {
  return plainWords(name, MAX_NAME);
}

/** What somebody else has said, as one line without invisible characters; null where it is long or would become a link. */
export function plainWords(text: string | null, max = MAX_WORDS): string | null {
  const line = (text ?? '').replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line === '' || line.length > max || /:\/\/|@|\.\p{L}{2}/u.test(line) ? null : line;
}

/** An address as it is shown: no character in it turns the direction of writing, breaks the line or hides. */
export function shownAddress(address: string): string {
  return address.replace(/[\p{C}\p{Z}]/gu, '\ufffd');
}
