/*
 * The forms of a password that guessers try as one: capitals, wide letters, signs in place of letters, and a year or an
 * exclamation mark at the end make no password of its own.
 */

/** Signs that stand for letters; `1` stands for two. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '0': 'o', $: 's', '5': 's', '7': 't', '!': 'i', '1': 'i' };

/** Characters before and after a word that make it no other password: `password2026`, `!password!`. */
const TRIMMED_MAX = 4;

const LETTER = /\p{L}/u;

/** Compatibility forms (NFKC) in lower case. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The words that a folded password may stand for: itself, and itself without a few digits or signs at its ends. */
export function wordsBehind(text: string): Set<string> {
  const words = new Set([text]);
  const core = withoutEdges([...text]);
  if (core !== null) words.add(core);
  for (const word of [...words]) {
    const letters = [...word].map((sign) => LOOK_ALIKES[sign] ?? sign).join('');
    words.add(letters);
    if (word.includes('1')) words.add([...word].map((sign) => (sign === '1' ? 'l' : (LOOK_ALIKES[sign] ?? sign))).join(''));
  }
  return words;
}

function withoutEdges(signs: readonly string[]): string | null {
  const first = signs.findIndex((sign) => LETTER.test(sign));
  const core = first < 0 ? [] : signs.slice(first, signs.findLastIndex((sign) => LETTER.test(sign)) + 1);
  return core.length > 0 && signs.length - core.length <= TRIMMED_MAX ? core.join('') : null;
}
