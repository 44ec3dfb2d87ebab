'use strict';

const { readFileSync, realpathSync } = require('node:fs');
const { join } = require('node:path');
const { JAVASCRIPT, TYPESCRIPT } = require('./test/support/jest/swc.cjs');

/** Jest knows files by their real paths. */
const MODULES = realpathSync(join(__dirname, 'node_modules'));

/**
 * Jest loads no ESM natively on Node 20, so the ESM packages of node_modules are turned into CommonJS like our own
 * TypeScript. Everything else in node_modules is left alone.
 */
function esmPackages() {
  const lock = JSON.parse(readFileSync(join(MODULES, '.package-lock.json'), 'utf8'));
  return Object.keys(lock.packages)
    .map((path) => path.replace(/^node_modules\//, ''))
    .filter((path) => isEsm(join(MODULES, path)));
}

function isEsm(directory) {
  try {
    return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')).type === 'module';
  } catch {
    return false; // an optional package of another platform
  }
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const untouched = `^${escape(MODULES)}/(?!(?:${esmPackages().map(escape).join('|')})/(?!node_modules/))`;

const swc = (options) => ['@swc/jest', options];

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'mjs', 'js', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  transform: {
    '\\.ts$': swc(TYPESCRIPT),
    '\\.m?js$': swc(JAVASCRIPT),
  },
  transformIgnorePatterns: [untouched],
};

/** Tests that use the real program on a database of their own. */
const live = {
  ...shared,
  testEnvironment: '<rootDir>/test/support/jest/environment.cjs',
  runtime: '<rootDir>/test/support/jest/runtime.cjs',
  transformIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

/** Of the run on several instances, and of what that leaves out. */
const cluster = process.env.TEST_CLUSTER ? { testEnvironment: '<rootDir>/test/support/cluster-environment.cjs' } : {};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  // What a file has loaded is not all freed after it: a worker that holds this much is replaced.
  workerIdleMemoryLimit: '1GB',
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
