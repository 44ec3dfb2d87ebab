'use strict';

// A program that logs two thousand requests and ends in the way it is told, for the test that no line is lost.
const { join } = require('node:path');
require('./jest/load-typescript.cjs');

const { Log } = require(join(__dirname, '../../src/log/log.ts'));
const { standardOutput } = require(join(__dirname, '../../src/log/standard-output.ts'));

const log = Log.to('info', standardOutput());
const write = log.requestsOf({ api: 'native', method: 'GET', route: '/x' });
log.event('started');
for (let i = 0; i < 2_000; i++) write({ id: String(i), status: 200, milliseconds: 1, ip: '192.0.2.1' }, i);

const ends = {
  exit: () => process.exit(0),
  throw: () => {
    throw new Error('nobody catches this');
  },
  reject: () => void Promise.reject(new Error('nobody catches this')),
  return: () => undefined,
};
ends[process.argv[2]]();
