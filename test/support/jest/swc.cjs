'use strict';

/** How TypeScript is compiled for tests: with what Nest and TypeORM read of decorators. */
const TYPESCRIPT = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    target: 'es2022',
    keepClassNames: true,
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

module.exports = { TYPESCRIPT };
