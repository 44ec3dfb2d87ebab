import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, onSendHookHandler } from 'fastify';
import { describeForms } from './app/describe-forms';
import { keepAnswers } from './app/keep-answers';
import type { Config, DialectName } from './config/config';

// Swagger UI styles its own elements, so its page allows inline style; its scripts and pictures come from the package.
const DOCS_POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'",
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
].join('; ');

const NATIVE_TAGS: readonly [string, string][] = [
  ['Users', 'Accounts: register, read and change your own, confirm an address, leave.'],
  ['Auth', 'Sign in, refresh, sign out, and the public keys of access tokens.'],
  ['Sessions', 'Per-device authorization records, those of every API.'],
  ['Password recovery', 'Recover a lost password by mail.'],
  ['Health', 'For load balancers and operators.'],
];

const DIALECT_TAGS: Readonly<Record<DialectName, [string, string]>> = {
  mixapp: ['Mixapp', 'The Mixapp wire format. Token in `X-Auth-Token`; domain errors are HTTP 200 with an `error_code`.'],
  uprogress: ['UProgress', 'The UProgress wire format. Token in `uprogresstoken`; fields under `user`; `X-Key-Inflection: camel | dash` restyles keys.'],
  amadis: ['Amadis', 'The Amadis wire format: form bodies, JSend answers.'],
  appmixer: ['Appmixer', 'The Appmixer wire format. Bearer token with a 24-digit id.'],
};

/** The one OpenAPI document, of the routes that are there. */
export function createDocument(app: NestFastifyApplication, config: Config): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Latchkey')
    .setDescription('A self-hosted account service: one account store behind a modern API and four legacy wire formats.')
    .setVersion('1.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setOpenAPIVersion('3.1.0')
    // Relative first: "Try it out" calls the origin that the docs were opened at, as the page's policy demands.
    .addServer(new URL(config.http.publicUrl).pathname, 'The host of this document')
    .addServer(config.http.publicUrl, 'The public address')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of the native API' })
    // One for each kind: what is good for one is refused by the others, and "Try it out" keeps them all.
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An Appmixer token' }, 'appmixer')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A Mixapp token, in place of `X-Auth-Token`' }, 'mixapp')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A service key, which `latchkey service-keys create` makes' }, 'serviceKey')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: '`METRICS_TOKEN`, where it is set' }, 'metrics')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Auth-Token', description: 'A Mixapp token' }, 'X-Auth-Token')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'uprogresstoken', description: 'A UProgress token' }, 'uprogresstoken');
  for (const tag of [...NATIVE_TAGS, ...config.dialects.enabled.map((name) => DIALECT_TAGS[name])]) builder.addTag(...tag);
  const document = SwaggerModule.createDocument(app, builder.build());
  describeForms(document);
  return document;
}

// Swagger UI's own page says its characters in itself alone (ASVS 4.1.1).
function nameCharacters(fastify: FastifyInstance): void {
  const name: onSendHookHandler = (_request, reply, payload, done) => {
    if (reply.getHeader('content-type') === 'text/html') void reply.type('text/html; charset=utf-8');
    done(null, payload);
  };
  fastify.addHook('onRoute', (route) => {
    if (/^\/docs\/?$/.test(route.url)) route.onSend = [name, ...[route.onSend ?? []].flat()];
  });
}

/** Where the whole document stands. */
const WITH_THE_DOCUMENT = /^\/docs(-json|-yaml|\/.*swagger-ui-init\.js)$/;

/** Serves `/docs` and `/docs-json`; the document is made when it is first asked for. */
export function setUpDocs(app: NestFastifyApplication, config: Config): void {
  const fastify = app.getHttpAdapter().getInstance();
  keepAnswers(fastify, (url) => WITH_THE_DOCUMENT.test(url));
  nameCharacters(fastify);
  let document: OpenAPIObject | undefined;
  const options = { jsonDocumentUrl: 'docs-json', yamlDocumentUrl: 'docs-yaml', customSiteTitle: 'Latchkey' };
  SwaggerModule.setup('docs', app, () => (document ??= createDocument(app, config)), options);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (/^\/docs(\/|$|\?)/.test(request.url)) void reply.header('content-security-policy', DOCS_POLICY);
    done();
  });
}
