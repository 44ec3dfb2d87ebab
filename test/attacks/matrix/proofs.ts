import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const TESTS = join(__dirname, '../..');

/** Every spec and golden file by its name: `x.spec.ts`, `y.http`; names that come twice are put together. */
function readTests(): Map<string, string> {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => /(spec\.ts|\.http)$/.test(file));
  const texts = new Map<string, string>();
  for (const file of files) texts.set(basename(file), (texts.get(basename(file)) ?? '') + readFileSync(join(TESTS, file), 'utf8'));
  return texts;
}

const texts = readTests();

/** Whether the sources have the test `file#title`: a title as it is written, placeholders and all, or the name of a golden exchange. */
export function exists(proof: string): boolean {
  const [file = '', ...rest] = proof.split('#');
  const title = rest.join('#');
  const text = texts.get(file);
  if (text === undefined || title === '') return false;
  if (file.endsWith('.http')) return text.split('\n').includes(`### ${title}`);
  return ["'", '`', '"'].some((quote) => text.includes(`${quote}${title}${quote}`));
}
