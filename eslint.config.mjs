import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Each restriction says what to use instead. ESLint's own rules take one list per file, so the lists are put together below.
const ANYWHERE = [
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Randomness comes from node:crypto.' },
  { selector: "Identifier[name='forwardRef']", message: 'Cut the circle instead: move what both need into a room below them.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines the name.' },
];
const ENVIRONMENT = [
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'process.env is read in src/config alone: inject Config.' },
];
const TIME = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes from Clock: clock.now().' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time comes from Clock: clock.now().getTime() or clock.seconds().',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'Time comes from Clock: clock.now().' },
];
const HTTP_NAMES = '/Exception$|^(HttpStatus|Req|Res|FastifyRequest|FastifyReply)$/';
const HTTP = [
  { selector: `ImportSpecifier[imported.name=${HTTP_NAMES}]`, message: 'Services and repositories know no HTTP: throw a DomainError.' },
  { selector: 'ImportDeclaration[source.value=/^(fastify|@nestjs.(swagger|platform-fastify))/]', message: 'Services and repositories know no HTTP.' },
];

/** What ESLint itself recommends beyond TypeScript's own checks. */
const RECOMMENDED = Object.fromEntries(
  [
    'no-async-promise-executor',
    'no-case-declarations',
    'no-cond-assign',
    'no-constant-condition',
    'no-control-regex',
    'no-debugger',
    'no-dupe-else-if',
    'no-duplicate-case',
    'no-empty',
    'no-empty-character-class',
    'no-empty-pattern',
    'no-fallthrough',
    'no-invalid-regexp',
    'no-irregular-whitespace',
    'no-loss-of-precision',
    'no-misleading-character-class',
    'no-prototype-builtins',
    'no-regex-spaces',
    'no-self-assign',
    'no-self-compare',
    'no-template-curly-in-string',
    'no-unreachable',
    'no-unsafe-finally',
    'no-unsafe-optional-chaining',
    'no-useless-catch',
    'no-useless-escape',
  ].map((name) => [name, 'error']),
);

const restrict = (...lists) => ({ 'no-restricted-syntax': ['error', ...lists.flat()] });

export default defineConfig(
  { ignores: ['dist/', 'data/', 'coverage/', '**/node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { inheritedMethods: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // It leaves alone what decorator metadata needs at run time.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Nest's modules are classes without members, told apart by their decorator.
      '@typescript-eslint/no-extraneous-class': 'off',
      'max-lines': ['error', { max: 200 }],
      ...RECOMMENDED,
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'prefer-const': 'error',
      'no-var': 'error',
      ...restrict(ANYWHERE),
    },
  },
  { files: ['src/**/*.ts', 'migrations/**/*.ts'], rules: restrict(ANYWHERE, ENVIRONMENT, TIME) },
  { files: ['src/**/*.{service,repository,entity,subscriber}.ts'], rules: restrict(ANYWHERE, ENVIRONMENT, TIME, HTTP) },
  { files: ['src/config/**/*.ts'], rules: restrict(ANYWHERE, TIME) },
  { files: ['src/clock/**/*.ts'], rules: restrict(ANYWHERE, ENVIRONMENT) },
  { files: ['src/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // `var` inside `declare global` is TypeScript's only way to type a global.
    files: ['test/**/*.ts'],
    rules: { 'no-var': 'off' },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: { sourceType: 'module' },
    rules: { ...RECOMMENDED, 'max-lines': ['error', { max: 200 }], eqeqeq: 'error', 'prefer-const': 'error', 'no-unused-vars': 'error', ...restrict(ANYWHERE) },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
);
