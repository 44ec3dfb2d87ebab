import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The outcome of a step. `passed` and `failed` count its tests; a step that is no test suite counts as one. `notRun`: why it
 * could not be run here.
 * @typedef {{ passed: number, failed: number, output: string, notRun?: string }} Outcome
 */

/** The script behind a package's command, run with this very node: no shell, no npx, the same on every platform. */
export function command(packageName, name = packageName) {
  const directory = join(ROOT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return join(directory, typeof bin === 'string' ? bin : bin[name]);
}

/**
 * Runs node with these arguments.
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, live?: boolean }} options live: show the output as it comes
 * @returns {Promise<{ code: number, output: string }>}
 */
export function node(args, { env = {}, live = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    });
    const parts = [];
    child.stdout?.on('data', (part) => parts.push(part));
    child.stderr?.on('data', (part) => parts.push(part));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString() }));
  });
}

/** Commands one after the other, until one fails: one check. */
export async function check(...commands) {
  let output = '';
  for (const run of commands) {
    const result = await run();
    output += result.output;
    if (result.code !== 0) return { passed: 0, failed: 1, output };
  }
  return { passed: 1, failed: 0, output };
}

/**
 * Runs the steps, at most `atOnce` at a time, each after those it needs; steps whose need failed are failed too.
 * @param {{ name: string, needs?: string[], alone?: boolean, run: () => Promise<Outcome> }[]} steps
 * @param {(step: object, outcome: Outcome, seconds: number) => void} report
 * @returns {Promise<{ passed: number, failed: number }>} the sum
 */
export async function runSteps(steps, atOnce, report) {
  const outcomes = new Map();
  const running = new Map();
  const waiting = [...steps];
  const isReady = ({ needs = [], alone }) =>
    needs.every((name) => outcomes.has(name) || !steps.some((step) => step.name === name)) && (!alone || running.size === 0);

  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < atOnce && ![...running.keys()].some((step) => step.alone) ? waiting.findIndex(isReady) : -1;
    if (next >= 0) {
      const [step] = waiting.splice(next, 1);
      running.set(
        step,
        perform(step).finally(() => running.delete(step)),
      );
    } else {
      await Promise.race(running.values());
    }
  }
  const all = [...outcomes.values()];
  return { passed: all.reduce((sum, { passed }) => sum + passed, 0), failed: all.reduce((sum, { failed }) => sum + failed, 0) };

  async function perform(step) {
    const start = performance.now();
    const broken = (step.needs ?? []).find((name) => outcomes.get(name)?.failed && !step.evenAfterFailure);
    const outcome = broken ? { passed: 0, failed: 1, output: `not run, since ${broken} failed\n` } : await step.run();
    outcomes.set(step.name, outcome);
    report(step, outcome, (performance.now() - start) / 1000);
  }
}
