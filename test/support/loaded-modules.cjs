'use strict';

// Loaded before a program of ours (`node --require`): leaves behind which files it has loaded by its end.
const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) process.on('exit', () => writeFileSync(process.env['LOADED_MODULES'], JSON.stringify(Object.keys(require.cache))));
