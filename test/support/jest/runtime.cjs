'use strict';

const { createRequire, isBuiltin } = require('node:module');
const { join, sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');
require('./load-typescript.cjs');

const ROOT = join(__dirname, '../../..');
/** The contract watches the answers of every test, by validators that are compiled once; and some connections are opened once. */
const SHARED = ['node_modules', 'src', 'migrations', 'test/support/contract', 'test/support/per-worker'].map((room) => join(ROOT, room) + sep);
/** What belongs to Jest itself, of which every test file has its own. */
const OF_JEST = /^(@jest\/|jest|expect$)/;

/**
 * Packages and the program under test are loaded by Node, once for all the test files of a worker; tests and their support
 * by Jest, for each file. To load all for each file took longer than most files' tests.
 */
class SharedRuntime extends Runtime {
  requireModuleOrMock(from, name) {
    const file = isBuiltin(name) || OF_JEST.test(name) ? null : shared(from, name);
    return file === null ? super.requireModuleOrMock(from, name) : require(file);
  }
}

function shared(from, name) {
  const file = createRequire(from).resolve(name);
  return SHARED.some((room) => file.startsWith(room)) ? file : null;
}

module.exports = { __esModule: true, default: SharedRuntime };
