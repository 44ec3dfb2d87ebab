import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { Config, type ProgramRole, type TracingSettings } from './config';
import { OperatorError } from '../errors/operator-error';
import { environment, type Environment } from './environment';
import { secretOf } from './local-secret';

/** The environment cannot be used: the message lists every fault with its remedy, and no value of a secret. */
export class ConfigError extends OperatorError {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/**
 * Turns an environment into the frozen configuration.
 * @param role decides who may make a secret where none is given: see `secretOf`
 * @throws ConfigError listing all faults at once; OperatorError where there is no secret to be had
 */
export function loadConfig(variables: Record<string, string | undefined>, role: ProgramRole = 'server'): Config {
  // An empty variable is an unset one: compose files and shells write `NAME=` for "nothing".
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environment.safeParse(given);
  const faults = parsed.success ? [] : parsed.error.issues.map(describeIssue);
  const local = isLocal(given);
  faults.push(...missingOutsideLocalMode(given, local));
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return shape(parsed.data, local, () => secretOf(parsed.data, role));
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])}: ${issue.message}`;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Whether a host name or address means this machine alone. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}

function isLocal(given: Record<string, string | undefined>): boolean {
  if (given['LATCHKEY_LOCAL'] !== '1') return false;
  const publicHost = given['PUBLIC_URL'] === undefined || !URL.canParse(given['PUBLIC_URL']) ? 'localhost' : new URL(given['PUBLIC_URL']).hostname;
  return isLoopbackHost(given['HOST'] ?? '127.0.0.1') && isLoopbackHost(publicHost);
}

function missingOutsideLocalMode(given: Record<string, string | undefined>, local: boolean): string[] {
  if (local) return [];
  const outside = `is required outside local mode${whatEndedIt(given)}`;
  const remedies = {
    LATCHKEY_SECRET: ': 32 random bytes, made by: openssl rand -base64 32',
    PUBLIC_URL: ': the address people reach this service at, for example https://accounts.example.com',
    SMTP_URL: ': smtp://user:password@host:587, or none to send no mail',
  };
  return Object.entries(remedies).flatMap(([name, remedy]) => (given[name] === undefined ? [`${name}: ${outside}${remedy}`] : []));
}

// `npm start` asks for local mode, so who sets HOST alone never wrote the word.
function whatEndedIt({ LATCHKEY_LOCAL, HOST, PUBLIC_URL }: Record<string, string | undefined>): string {
  if (LATCHKEY_LOCAL !== '1') return '';
  const cause = isLoopbackHost(HOST ?? '127.0.0.1') ? `PUBLIC_URL=${PUBLIC_URL}` : `HOST=${HOST}`;
  return ` (which is for this machine alone; ${cause} ended it)`;
}

/**
 * Where `localhost` listens. Fastify would open a second server for its other address, and what bounds connections is said to the first alone.
 */
const LOCALHOST = '127.0.0.1';

function shape(env: Environment, local: boolean, secret: () => Buffer): Config {
  const dataDir = resolve(env.DATA_DIR);
  const publicUrl = env.PUBLIC_URL ?? `http://${isIP(env.HOST) === 6 ? `[${env.HOST}]` : env.HOST}:${env.PORT}`;
  return new Config({
    local,
    logLevel: env.LOG_LEVEL,
    logRequests: env.LOG_REQUESTS,
    dataDir,
    http: {
      host: env.HOST.toLowerCase() === 'localhost' ? LOCALHOST : env.HOST,
      port: env.PORT,
      drainSeconds: env.DRAIN_SECONDS ?? (local ? 0 : 3),
      publicUrl,
      trustProxy: env.TRUST_PROXY,
      corsOrigins: env.CORS_ORIGINS,
    },
    database: { url: env.DATABASE_URL ?? null, directUrl: env.DATABASE_DIRECT_URL ?? null, pool: env.DATABASE_POOL },
    redisUrl: env.REDIS_URL ?? null,
    mail: { smtpUrl: env.SMTP_URL ?? null, from: env.MAIL_FROM ?? senderAt(publicUrl), connections: env.SMTP_CONNECTIONS },
    secrets: { current: secret(), previous: env.LATCHKEY_SECRET_PREVIOUS ?? null },
    accounts: { signUp: env.SIGN_UP, apiUserCreateScope: env.API_USER_CREATE_SCOPE ?? null },
    passwords: { breachedUrl: env.BREACHED_PASSWORDS === 'hibp' ? env.BREACHED_PASSWORDS_URL : null },
    tokens: { issuer: env.ISSUER ?? null, accessTokenTtl: env.ACCESS_TOKEN_TTL, signingKeyTtl: env.SIGNING_KEY_TTL },
    sessions: {
      native: { absolute: env.SESSION_TTL, idle: env.SESSION_IDLE_TTL },
      legacy: { absolute: env.LEGACY_SESSION_TTL, idle: env.LEGACY_SESSION_IDLE_TTL },
      appmixer: { absolute: 30 * 86_400, idle: null },
      maxPerUser: env.MAX_SESSIONS_PER_USER,
    },
    dialects: {
      enabled: env.DIALECTS,
      recovery: env.LEGACY_RECOVERY ?? (local ? 'faithful' : 'safe'),
      recoveryChosen: env.LEGACY_RECOVERY !== undefined,
      uprogressClientUrl: env.UPROGRESS_CLIENT_URL ?? null,
      passwordPolicy: env.LEGACY_PASSWORD_POLICY,
    },
    tracing: tracingOf(env),
    metricsToken: env.METRICS_TOKEN ?? null,
    audit: { retention: env.AUDIT_RETENTION },
    throttle: env.THROTTLE === 'on',
    geoipDatabase: env.GEOIP_DATABASE === undefined ? null : resolve(env.GEOIP_DATABASE),
  });
}

/** A sender at the host that people know: what comes from localhost mail servers refuse. */
function senderAt(publicUrl: string): string {
  const host = new URL(publicUrl).hostname;
  return `Latchkey <no-reply@${isIP(host.replace(/^\[|\]$/g, '')) === 0 ? host : 'localhost'}>`;
}

function tracingOf(env: Environment): TracingSettings | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers, OTEL_SERVICE_NAME: serviceName, OTEL_TRACES_SAMPLER_ARG: ratio } = env;
  return endpoint === undefined ? null : { endpoint, headers, serviceName, ratio };
}
