// `npm run bench`: measures, prints a table and writes results/latest.json.
// `npm run bench -- reads start` measures only those parts.
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { availableParallelism, cpus } from 'node:os';
import { inSetting } from './lib/setting.mjs';
import { BENCH } from './lib/processes.mjs';
import { markdown, met } from './lib/report.mjs';
import { measureEnumeration } from './parts/enumeration.mjs';
import { measureGrowth } from './parts/growth.mjs';
import { measureReads } from './parts/reads.mjs';
import { measureRevocation } from './parts/revocation.mjs';
import { measureStart } from './parts/start.mjs';
import { measureStorm } from './parts/storm.mjs';
import { countStatements } from './parts/statements.mjs';
import { measureWrites } from './parts/writes.mjs';

const PARTS = {
  reads: measureReads,
  writes: measureWrites,
  statements: countStatements,
  revocation: measureRevocation,
  enumeration: measureEnumeration,
  storm: measureStorm,
  growth: measureGrowth,
  start: measureStart,
};
const number = (name, standard) => Number(process.env[name] || standard);

const names = process.argv.slice(2);
const unknown = names.filter((name) => PARTS[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}
const chosen = Object.entries(PARTS).filter(([name]) => names.length === 0 || names.includes(name));
const say = (line) => console.error(line);

const began = performance.now();
const rows = [];
const figures = {};
const { version } = await inSetting(async (setting) => {
  const settings = {
    secret: randomBytes(32),
    rounds: number('BENCH_ROUNDS', 5),
    seconds: number('BENCH_SECONDS', 3),
    users: number('BENCH_USERS', 1_000_000),
    loadSeconds: number('BENCH_LOAD_SECONDS', 60),
    say,
  };
  for (const [name, measure] of chosen) {
    say(`${name} …`);
    const part = await setting.part((using) => measure({ ...setting, ...settings, using, statements: figures.statements?.statements }));
    rows.push(...part.rows);
    figures[name] = part.figures;
  }
  return setting.postgres;
});

const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'processor'}, Node ${process.version}, PostgreSQL ${version}`;
const date = new Date().toISOString();
mkdirSync(join(BENCH, 'results'), { recursive: true });
const ratios = rows.map((row) => ({ ...row, met: met(row) }));
const result = { date, machine, seconds: Math.round((performance.now() - began) / 1000), ratios, figures };
writeFileSync(join(BENCH, 'results/latest.json'), `${JSON.stringify(result, null, 2)}\n`);
console.log(markdown(rows, { machine, date }));
say(`${result.seconds} s; all figures are in bench/results/latest.json`);
process.exit(0);
