// What `npm test` runs: every check of the house, none of which needs a service or a setting.
// `npm test -- e2e` runs only the steps it names. The step `cluster`, the e2e tests on three instances, runs only when named.
// TEST_DATABASE_URL runs the e2e tests on that PostgreSQL,
// CHROMIUM_PATH the browser tests in that browser.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findBrowser } from './find-browser.mjs';
import { check, command, node, ROOT, runSteps } from './run-step.mjs';
import { scratchRoot } from './scratch.mjs';

const temporary = mkdtempSync(join(scratchRoot(), 'latchkey-'));
chmodSync(temporary, 0o711); // PostgreSQL runs as another user where the tests run as root
const testRun = mkdtempSync(join(temporary, 'run-'));

/** Nothing runs beside them, and much of their time they wait: for refusals, which are held back. */
const E2E = { live: true, workers: 4 };
/** Each application is three then. */
const CLUSTER = { live: true, workers: 3 };

/**
 * Long steps come first, so that two at a time end together. The e2e tests use both cores themselves. The faults run alone too: where others
 * take their processors, starts last a minute, and a service refuses somebody because it is in truth overloaded.
 */
const STEPS = [
  {
    name: 'lint',
    run: () =>
      check(
        () => node([command('eslint'), '.', '--max-warnings', '0']),
        () => node([command('prettier'), '--check', '--log-level', 'warn', '.']),
      ),
  },
  { name: 'build', run: () => check(() => node([command('@nestjs/cli', 'nest'), 'build'])) },
  { name: 'types', run: () => check(() => node([command('typescript', 'tsc'), '--noEmit', '-p', 'tsconfig.json'])) },
  { name: 'laws', run: () => check(() => node([command('dependency-cruiser', 'depcruise'), '--config', '.dependency-cruiser.cjs', 'src', 'migrations'])) },
  { name: 'openapi', needs: ['build'], run: () => check(generateDocument, compareDocument, lintDocument) },
  { name: 'unit', run: () => jest('unit') },
  { name: 'e2e', needs: ['lint', 'build', 'types', 'laws', 'openapi', 'unit'], evenAfterFailure: true, alone: true, run: () => jest('e2e', E2E) },
  { name: 'cluster', onRequest: true, alone: true, run: () => inCluster() },
  { name: 'faults', needs: ['e2e'], evenAfterFailure: true, alone: true, run: () => jest('faults', { live: true, workers: 3 }) },
  { name: 'browser', needs: ['e2e', 'faults'], evenAfterFailure: true, run: () => inBrowser() },
  { name: 'attacks', needs: ['e2e', 'faults'], evenAfterFailure: true, run: () => jest('attacks', { live: true }) },
  {
    name: 'log',
    needs: ['e2e', 'cluster', 'browser', 'faults', 'attacks'],
    evenAfterFailure: true,
    run: () => check(() => node(['scripts/check-log.mjs', testRun])),
  },
];

const generated = join(temporary, 'openapi.json');

function generateDocument() {
  return node(['dist/src/docs-document.js', generated]);
}

function compareDocument() {
  const committed = read(join(ROOT, 'openapi.json'));
  const isCurrent = committed !== '' && committed === read(generated);
  return { code: isCurrent ? 0 : 1, output: isCurrent ? '' : 'openapi.json is stale: run "npm run openapi" and commit it.\n' };
}

function lintDocument() {
  const env = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  return node([command('@redocly/cli', 'redocly'), 'lint', 'openapi.json', '--config', 'redocly.yaml'], { env });
}

/** Much is loaded once per file and thrown away; with room for what is young, that costs less. */
const SPACIOUS = ['--max-semi-space-size=64'];

async function jest(project, { live = false, env = {}, files = [], workers = 2 } = {}) {
  const report = join(temporary, `${project}.json`);
  const args = [
    '--selectProjects',
    project,
    `--maxWorkers=${workers}`,
    '--json',
    `--outputFile=${report}`,
    ...files.flatMap((file) => ['--runTestsByPath', file]),
  ];
  const { code, output } = await node([...SPACIOUS, command('jest'), ...args], { live, env: { LATCHKEY_TEST_RUN: testRun, TMPDIR: temporary, ...env } });
  const { numPassedTests = 0, numPendingTests = 0, numFailedTests = 0, numRuntimeErrorTestSuites = 0 } = JSON.parse(read(report) || '{}');
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  // jest can also fail around the tests, for example in the global setup.
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: numPendingTests, output };
}

/** The e2e tests on three instances behind a balancer, then what concerns one alone, so that every test ran on this PostgreSQL. */
async function inCluster() {
  const together = await jest('e2e', { ...CLUSTER, env: { TEST_CLUSTER: '1' } });
  const { EXCEPTIONS } = createRequire(import.meta.url)('../test/support/cluster-exceptions.cjs');
  const files = [...new Set(EXCEPTIONS.map(({ file }) => file))];
  const alone = await jest('e2e', { ...E2E, env: { TEST_CLUSTER: 'left-out' }, files });
  const passed = together.passed + alone.passed;
  // As many as were left out must have run after that.
  const lost = together.skipped === alone.passed + alone.failed ? 0 : 1;
  console.log(`${together.passed} tests passed on three instances; ${together.skipped} were left out there, and ${alone.passed} of them passed on one`);
  return { passed, failed: together.failed + alone.failed + lost, output: lost > 0 ? 'what was left out and what ran alone do not agree\n' : '' };
}

/** Without a browser these tests are left out, which is said and counts as neither passed nor failed. */
async function inBrowser() {
  const browser = findBrowser();
  if (browser !== null) return jest('browser', { live: true, env: { CHROMIUM_PATH: browser } });
  const place = process.env.CHROMIUM_PATH ? `at CHROMIUM_PATH=${process.env.CHROMIUM_PATH}` : 'on this machine (CHROMIUM_PATH names one elsewhere)';
  return { passed: 0, failed: 0, output: '', notRun: `there is no Chromium ${place}` };
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function chosenSteps(names) {
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`There is no step ${unknown.join(', ')}. There are ${STEPS.map(({ name }) => name).join(', ')}.`);
    process.exit(2);
  }
  // The log can be checked only after the tests that wrote it.
  const wanted = new Set(names);
  if (names.includes('log')) wanted.add('e2e').add('faults').add('attacks');
  const writers = ['e2e', 'cluster', 'faults', 'attacks', ...(findBrowser() === null ? [] : ['browser'])];
  if (writers.some((name) => names.includes(name))) wanted.add('log');
  return names.length === 0 ? STEPS.filter(({ onRequest }) => !onRequest) : STEPS.filter(({ name }) => wanted.has(name));
}

function report({ name }, { passed, failed, output, notRun }, seconds) {
  if (notRun !== undefined) return console.log(`– ${name} NOT RUN: ${notRun}`);
  const counts = passed + failed === 1 ? '' : ` (${passed} passed, ${failed} failed)`;
  console.log(`${failed === 0 ? '✓' : '✗'} ${name} ${seconds.toFixed(1)} s${counts}`);
  if (failed > 0 && output !== '') console.log(output.trimEnd());
}

const start = performance.now();
const { passed, failed } = await runSteps(chosenSteps(process.argv.slice(2)), 2, report);
rmSync(temporary, { recursive: true, force: true });
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
