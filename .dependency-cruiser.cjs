'use strict';

/**
 * Law 1: each room imports only rooms further down this list. Rooms on one line are neighbours and import each other
 * neither. `http` stands beside the list: see its own rules below.
 */
const ROOMS = [
  ['main', 'cli'],
  ['app'],
  ['health'],
  ['pages'],
  ['dialects'],
  ['password-recovery'],
  ['auth'],
  ['sessions'],
  ['service-keys'],
  ['credentials'],
  ['tokens'],
  ['users'],
  ['mail'],
  ['audit', 'limits', 'metrics'],
  ['database'],
  ['log', 'clock', 'locale', 'tracing'],
  ['config'],
  ['errors'],
];

/** Rooms that are not simply a folder of their name: what lies in src itself composes the program or starts it. */
const PATHS = { main: '^src/(?!app\\.|docs-setup\\.)[^/]+\\.ts$', app: '^src/(app[./]|docs-setup\\.ts$)' };
const pathOf = (room) => PATHS[room] ?? `^src/${room}/`;

const DIALECTS = '(mixapp|uprogress|amadis|appmixer)';

const oneWay = ROOMS.flatMap((rank, position) =>
  rank.flatMap((room) => {
    const forbidden = ROOMS.slice(0, position + 1)
      .flat()
      .filter((other) => other !== room);
    if (forbidden.length === 0) return [];
    return {
      name: `rooms: ${room} imports only what lies below it`,
      severity: 'error',
      from: { path: pathOf(room) },
      to: { path: forbidden.map(pathOf) },
    };
  }),
);

const rule = (name, from, to) => ({ name, severity: 'error', from, to });

/** The files that speak HTTP: everything else works the same behind a command line or a queue. */
const SPEAKS_HTTP = ['\\.(controller|guard|strategy|decorator|dto)\\.ts$', '^src/(http|pages|dialects|health)/', pathOf('main'), pathOf('app')];

/** 30 MB that who sets no OTEL_EXPORTER_OTLP_ENDPOINT never loads. */
const LOADED_FOR_TRACES = ['^src/tracing/', '^src/app/trace-routes\\.ts$'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...oneWay,
    rule('http rests on config and errors', { path: '^src/http/' }, { path: '^(src|migrations)/', pathNot: '^src/(http|config|errors)/' }),
    rule('http is for what speaks HTTP', { path: '^src/', pathNot: SPEAKS_HTTP }, { path: '^src/http/' }),
    rule('services, repositories and entities know no http', { path: '\\.(service|repository|entity)\\.ts$' }, { path: '^src/http/' }),
    rule(
      'swagger and fastify stay with what speaks HTTP',
      { path: '^src/', pathNot: [...SPEAKS_HTTP, '\\.module\\.ts$'] },
      { path: ['node_modules/@nestjs/(swagger|platform-fastify)/', 'node_modules/fastify/'] },
    ),
    rule('migrations stand alone', { path: '^migrations/' }, { path: '^src/' }),
    rule('only the database imports migrations', { path: '^src/', pathNot: pathOf('database') }, { path: '^migrations/' }),
    rule('no dialect imports another', { path: `^src/dialects/${DIALECTS}/` }, { path: `^src/dialects/${DIALECTS}/`, pathNot: '^src/dialects/$1/' }),
    rule(
      'only the app module imports a dialect',
      { path: '^(src|migrations)/', pathNot: [pathOf('app'), `^src/dialects/${DIALECTS}/`] },
      { path: `^src/dialects/${DIALECTS}/` },
    ),
    rule('no circle between files', {}, { circular: true }),
    { ...rule('no circle between folders', {}, { circular: true }), scope: 'folder' },
    rule('the product does not import its tests', { path: '^(src|migrations)/' }, { path: '^(test|scripts|bench)/' }),
    rule(
      'the product imports installed, declared packages',
      { path: '^(src|migrations)/' },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/@types/',
      },
    ),
    rule(
      'OpenTelemetry is imported by what is loaded for traces alone',
      { path: '^src/', pathNot: LOADED_FOR_TRACES },
      { path: ['node_modules/@opentelemetry/', '^@opentelemetry/'] },
    ),
    rule(
      'what is loaded for traces is loaded where they are wanted: imported at run time, or for its types',
      { path: '^src/', pathNot: LOADED_FOR_TRACES },
      { path: LOADED_FOR_TRACES, dynamic: false, dependencyTypesNot: ['type-only'] },
    ),
    rule('every import resolves', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
