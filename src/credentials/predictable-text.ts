/** Keys that lie side by side; digits and letters in their own order are runs already. */
const KEY_ROWS = [
  '1234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
];

/** Each key with its right-hand neighbours on every kind of keyboard. */
const NEIGHBOURS = new Set(KEY_ROWS.flatMap((row) => [...row].slice(1).flatMap((key, i) => [[...row][i]! + key, key + [...row][i]!])));

/**
 * Whether a folded text is made by a rule that guessers know: a short piece over and over, or few runs of the alphabet,
 * of digits, of one sign, or along the keyboard. Takes time in proportion to the length, for the lengths that we take.
 * @param shortest characters; a repeated piece must be as long as a password by itself
 */
export function isPredictable(text: string, shortest: number): boolean {
  const signs = [...text];
  return repeatsLessThan(shortest, signs) || runsOf(signs) * 4 <= signs.length;
}

// Whether the text is a piece of fewer signs, repeated; the last one may be cut short.
function repeatsLessThan(shortest: number, signs: readonly string[]): boolean {
  // The prefix function of Knuth, Morris and Pratt: the longest beginning that also ends the text so far.
  const borders = [0];
  for (let i = 1; i < signs.length; i++) {
    let border = borders[i - 1]!;
    while (border > 0 && signs[i] !== signs[border]) border = borders[border - 1]!;
    borders.push(signs[i] === signs[border] ? border + 1 : 0);
  }
  const period = signs.length - borders.at(-1)!;
  return period < shortest && period * 2 <= signs.length;
}

function runsOf(signs: readonly string[]): number {
  let runs = 1;
  let direction: number | null = null;
  for (let i = 1; i < signs.length; i++) {
    const [from, to] = [signs[i - 1]!, signs[i]!];
    const step = to.codePointAt(0)! - from.codePointAt(0)!;
    if (NEIGHBOURS.has(from + to)) continue;
    if (Math.abs(step) <= 1 && (direction === null || step === direction)) {
      direction = step;
    } else {
      runs += 1;
      direction = null;
    }
  }
  return runs;
}
