'use strict';

// A process of its own that runs the embedded database as a service, until a test kills it:
// node embedded-owner-process.cjs <data directory>. Prints the connection string when it is ready.
const { join } = require('node:path');
require('./jest/load-typescript.cjs');

const { startEmbeddedPostgres } = require(join(__dirname, '../../src/database/embedded/embedded-postgres.ts'));
const { Log } = require(join(__dirname, '../../src/log/log.ts'));

startEmbeddedPostgres({ dataDir: process.argv[2], role: 'server', log: Log.to('silent') }).then(
  ({ url }) => process.stdout.write(`${url}\n`),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
