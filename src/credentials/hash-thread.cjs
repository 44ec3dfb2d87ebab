// What a hash thread runs; see hash-threads.ts. In plain JavaScript, so that a thread can load it wherever the service runs from.
'use strict';
const { hashSync, verifySync } = require('@node-rs/argon2');

module.exports = {
  hash: ({ password, cost }) => hashSync(password, cost),
  verify: ({ stored, password }) => verifySync(stored, password),
};
