import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { type Target, TARGETS } from './line';

const TESTS = join(__dirname, '../..');

interface TestFile {
  /** `x.spec.ts`, `y.http`. */
  readonly name: string;
  /** As `name`, with the folder: `mixapp/y.http`. */
  readonly path: string;
  readonly text: string;
  /** The one API whose calls it makes, by its name or that of its folder; null where it makes those of several. */
  readonly target: Target | null;
}

function readTests(): TestFile[] {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => /(spec\.ts|\.http)$/.test(file));
  return files.map((file) => {
    const path = file.split(sep).slice(-2).join('/');
    const target = TARGETS.find((one) => new RegExp(`(^|/)${one}[/.-]`).test(path)) ?? null;
    return { name: basename(file), path, text: readFileSync(join(TESTS, file), 'utf8'), target };
  });
}

const files = readTests();

/** Whether the sources have the test `file#title`: a title as it is written, placeholders and all, or the name of a golden exchange. */
export function exists(proof: string): boolean {
  return holdersOf(proof).length > 0;
}

/** Whether it makes calls of that API, or of several. */
export function isAbout(proof: string, target: Target): boolean {
  return holdersOf(proof).some((file) => file.target === null || file.target === target);
}

function holdersOf(proof: string): TestFile[] {
  const [file = '', ...rest] = proof.split('#');
  const title = rest.join('#');
  return files.filter(({ name, path, text }) => (name === file || path === file) && title !== '' && hasTitle(file, text, title));
}

function hasTitle(file: string, text: string, title: string): boolean {
  if (file.endsWith('.http')) return text.split('\n').includes(`### ${title}`);
  return ["'", '`', '"'].some((quote) => text.includes(`${quote}${title}${quote}`));
}
