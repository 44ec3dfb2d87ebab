import { fileOfRepository } from '../support/sources';
import { type Cell, type Target, TARGETS } from './matrix/line';
import { MATRIX } from './matrix/matrix';
import { exists, isAbout } from './matrix/proofs';

const cells = MATRIX.flatMap(({ number, cells: all }) => TARGETS.map((target): [string, Cell, Target] => [`${number} × ${target}`, all[target], target]));

describe('the matrix of attacks', () => {
  it('has every line of the list once, in its order', () => {
    expect(MATRIX.map(({ number }) => number)).toEqual(Array.from({ length: 73 }, (_, i) => i + 1));
  });

  it('has tests or a reason in every cell', () => {
    expect(cells.filter(([, cell]) => cell.length === 0 || (typeof cell === 'string' && cell.split(' ').length < 4))).toEqual([]);
  });

  it('names tests that there are', () => {
    const missing = cells.flatMap(([name, cell]) =>
      typeof cell === 'string' ? [] : cell.filter((proof) => !exists(proof)).map((proof) => `${name}: ${proof}`),
    );
    expect(missing).toEqual([]);
  });

  it('proves nothing of an API by tests of another alone', () => {
    const foreign = cells.filter(([, cell, target]) => typeof cell !== 'string' && !cell.some((proof) => isAbout(proof, target)));
    expect(foreign.map(([name, cell]) => [name, cell])).toEqual([]);
  });

  it('is proved by tests for the most part', () => {
    expect(cells.filter(([, cell]) => typeof cell !== 'string').length).toBeGreaterThan(cells.length * 0.8);
  });
});

describe('docs/security.md', () => {
  const text = fileOfRepository('docs/security.md');
  const rows = text.split('\n').filter((row) => /^\| \d/.test(row));

  it('names tests that there are', () => {
    const proofs = [...text.matchAll(/`([\w.-]+\.(?:[\w-]+-)?spec\.ts#[^`]+)`/g)].map((match) => match[1] ?? '');
    expect(proofs.length).toBeGreaterThan(60);
    expect(proofs.filter((proof) => !exists(proof))).toEqual([]);
  });

  it('has a test or a reason beside each requirement', () => {
    expect(rows.length).toBeGreaterThan(90);
    expect(rows.filter((row) => row.split('|').slice(2, 4).join('').trim() === '')).toEqual([]);
  });

  it('names each requirement once', () => {
    const numbers = rows.flatMap((row) => row.split('|')[1]?.match(/\d+\.\d+(?:\.\d+)?/g) ?? []);
    expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([]);
  });
});
