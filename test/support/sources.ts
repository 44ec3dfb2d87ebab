import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');

export interface Source {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

/** Every TypeScript file below these folders of the repository. */
export function sourcesIn(...folders: string[]): Source[] {
  return folders
    .flatMap((folder) =>
      walk(join(ROOT, folder))
        .filter((file) => file.endsWith('.ts'))
        .map(read),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The names of all files below a folder of the repository. */
export const fileNamesIn = (folder: string): string[] => walk(join(ROOT, folder)).map((file) => basename(file));

/** A file of the repository; empty where there is none. */
export function fileOfRepository(path: string): string {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Every line that matches, as `path:line: text`. */
export function linesMatching(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.flatMap(({ path, lines }) => lines.flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])));
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function read(file: string): Source {
  const text = readFileSync(file, 'utf8');
  return { path: relative(ROOT, file).replaceAll('\\', '/'), text, lines: text.split('\n') };
}
