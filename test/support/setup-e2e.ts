import { takeContractFaults } from './contract/watch';

// Long enough for a slow machine with three files at a time; a test that hangs still fails.
jest.setTimeout(120_000);

/** Every answer that a test has met must be as openapi.json says. */
function expectKeptContract(): void {
  const faults = takeContractFaults();
  if (faults.length > 0) throw new Error(`answers that differ from openapi.json:\n${faults.join('\n')}`);
}

afterEach(expectKeptContract);
afterAll(expectKeptContract);
