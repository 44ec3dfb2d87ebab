'use strict';

const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** What Jest keeps among the globals for one test file. */
const OF_ONE_FILE = new Set(['JEST_STATE_SYMBOL', 'EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES']);

/** Stands for "no context of its own" where Jest names the context to compile in. */
const MAIN = vm.createContext();
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, { parsingContext, ...options } = {}) =>
  compileFunction(code, parameters, parsingContext === MAIN ? options : { ...options, parsingContext });

/**
 * Runs test files in Node's own realm, with its own globals. Jest's environment has an interceptor before every global, and
 * the program under test, which runs in the same process, pays for that with every request.
 */
class OneRealm {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.console = globalThis.console;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    // Deep enough for the way from a test into the program; every error that the program throws pays for it.
    Error.stackTraceLimit = 20;
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    globalThis.console = this.console;
    for (const key of Object.getOwnPropertySymbols(globalThis)) if (OF_ONE_FILE.has(key.description)) delete globalThis[key];
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return MAIN;
  }
}

module.exports = OneRealm;
