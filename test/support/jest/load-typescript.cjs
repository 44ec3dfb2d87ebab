'use strict';

// Lets `require` load TypeScript, compiled as for Jest.
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');
const { TYPESCRIPT } = require('./swc.cjs');

require.extensions['.ts'] = (module, filename) => {
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...TYPESCRIPT, filename }).code, filename);
};
