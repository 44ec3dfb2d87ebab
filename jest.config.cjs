'use strict';

const { TYPESCRIPT } = require('./test/support/jest/swc.cjs');

const shared = {
  rootDir: __dirname,
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testEnvironment: '<rootDir>/test/support/jest/environment.cjs',
  runtime: '<rootDir>/test/support/jest/runtime.cjs',
  moduleFileExtensions: ['ts', 'mjs', 'js', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  transform: { '\\.ts$': ['@swc/jest', TYPESCRIPT] },
};

/** Tests that use the real program on a database of their own. */
const live = {
  ...shared,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

/** Of the run on several instances, and of what that leaves out. */
const cluster = process.env.TEST_CLUSTER ? { testEnvironment: '<rootDir>/test/support/cluster-environment.cjs' } : {};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/jest/longest-first.cjs',
  // What a file has loaded is not all freed after it: a worker that holds this much is replaced.
  workerIdleMemoryLimit: '1GB',
  // Milliseconds. A worker with the heap of some files takes longer than Jest's half a second to die on a busy machine, which Jest
  // then puts down to tests that leak.
  workerGracefulExitTimeout: 10_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/unit/**/*.spec.ts', '<rootDir>/test/architecture/**/*.spec.ts'],
    },
    {
      ...live,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/setup-e2e.ts'],
      ...cluster,
    },
    {
      ...live,
      displayName: 'faults',
      testMatch: ['<rootDir>/test/faults/**/*.faults-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/setup-e2e.ts'],
    },
    {
      ...live,
      displayName: 'attacks',
      testMatch: ['<rootDir>/test/attacks/**/*.attack-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/setup-e2e.ts'],
    },
    {
      ...live,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.browser-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/setup-browser.ts'],
    },
  ],
};
