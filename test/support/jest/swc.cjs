'use strict';

const options = (parser) => ({
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    parser,
    target: 'es2022',
    keepClassNames: true,
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
});

module.exports = {
  TYPESCRIPT: options({ syntax: 'typescript', decorators: true }),
  JAVASCRIPT: options({ syntax: 'ecmascript' }),
};
