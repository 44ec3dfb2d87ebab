import { z } from 'zod';
import { DIALECT_NAMES } from './config';
import { proxyNetworks } from './proxy-networks';

const DAY = 86_400;
/** Seconds: past some 270,000 years there are no dates, and whoever means for ever is served by this. */
const LONGEST = 36_500 * DAY;

/** `900`, `900s`, `15m`, `12h` or `30d`, as seconds. */
const duration = z
  .string()
  .regex(/^\d{1,9}[smhd]?$/, 'use seconds or a number with s, m, h or d, for example 15m')
  .transform((text) => parseInt(text, 10) * ({ s: 1, m: 60, h: 3600, d: DAY }[text.slice(-1)] ?? 1))
  .refine((seconds) => seconds > 0, 'must be longer than nothing')
  .refine((seconds) => seconds <= LONGEST, 'use at most 36500d, a hundred years');

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `use a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `use a whole number from ${min} to ${max}`);

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

/** `name=value,name=value`, values percent-encoded, as OpenTelemetry writes headers. */
const keyValues = list.pipe(
  z.array(z.string().regex(/^[\w-]+=([^\s%]|%[0-9a-f]{2})+$/i, 'use name=value, several by commas')).transform((pairs) => {
    return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), decodeURIComponent(pair.slice(pair.indexOf('=') + 1))]));
  }),
);

const share = z
  .string()
  .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'use a share from 0 to 1, for example 0.1')
  .transform(Number);

const webUrl = z
  .string()
  .refine((text) => /^https?:$/.test(tryUrl(text)?.protocol ?? ''), 'use an http:// or https:// address')
  .transform((text) => text.replace(/\/+$/, ''));

/** Links are made by writing paths behind it. */
const baseUrl = webUrl.refine((text) => !/[?#]/.test(text), 'leave out ? and # and what follows: paths are written behind the address');

/** As browsers write it in `Origin`: a path would never be equal to one. */
const webOrigin = webUrl
  .refine((text) => !URL.canParse(text) || /^\/?$/.test(pathOf(new URL(text))), 'use origins such as https://app.example.com, without a path')
  .transform((text) => tryUrl(text)?.origin ?? text);

const pathOf = ({ pathname, search, hash, username }: URL): string => (username === '' ? pathname + search + hash : username);

// Not read as a URL: `postgres://user@/name?host=/run/postgresql` names a socket and is none.
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\/\S+$/, 'use an address that starts with postgres:// or postgresql://');

const urlWith = (...protocols: string[]) =>
  z
    .string()
    .refine((text) => protocols.includes(tryUrl(text)?.protocol ?? ''), `use an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);

const mailServer = z
  .string()
  .refine(
    (text) => text === 'none' || (/^smtps?:$/.test(tryUrl(text)?.protocol ?? '') && tryUrl(text)?.hostname !== ''),
    'use an address such as smtp://user:password@host:587 or smtps://host, or none',
  );

/** One mailbox (RFC 5322, 3.4), alone or with the name before it; a comma in a name that is not quoted would make it two. */
const NAMED = /^(?:"[^"\r\n]+"|[^"<>,;:@\r\n]+)?\s*<([^<>]+)>$/;
const ADDRESS = /^[^\s@<>,;:"()[\]]+@[^\s@<>,;:"()]+$/;
const mailbox = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => ADDRESS.test(NAMED.exec(text)?.[1] ?? text), 'use one address, no-reply@example.com or Latchkey <no-reply@example.com>');

const key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'use 32 random bytes as base64, made by: openssl rand -base64 32')
  .refine((bytes) => bytes.length !== 32 || new Set(bytes).size > 8, 'this is a placeholder; make a random one by: openssl rand -base64 32');

function tryUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

const proxies = list.pipe(
  z.array(
    z.string().refine((entry) => proxyNetworks(entry) !== null, {
      error: ({ input }) =>
        `${JSON.stringify(input)} is no proxy; use addresses, networks such as 10.0.0.0/8, loopback, linklocal or uniquelocal, several by commas`,
    }),
  ),
);

const dialects = list.pipe(z.array(z.enum(DIALECT_NAMES, `use a comma list of ${DIALECT_NAMES.join(', ')}`)));

/** Every setting of the program with its form and default. `.env.example` describes them for people. */
export const environment = z.object({
  NODE_ENV: z.string().optional(),
  LATCHKEY_LOCAL: z.enum(['0', '1'], 'use 1 for local mode, else 0').default('0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'use fatal, error, warn, info, debug, trace or silent').default('info'),
  LOG_REQUESTS: z.enum(['all', 'changes', 'none'], 'use all, changes or none').default('all'),
  DATA_DIR: z.string().default('./data'),

  HOST: z.string().default('127.0.0.1'),
  PORT: integer(0, 65_535).default(3000),
  DRAIN_SECONDS: integer(0, 10).optional(),
  PUBLIC_URL: baseUrl.optional(),
  TRUST_PROXY: proxies.default([]),
  CORS_ORIGINS: list.pipe(z.array(webOrigin)).default([]),

  DATABASE_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_POOL: integer(1, 1000).default(10),
  REDIS_URL: urlWith('redis:', 'rediss:').optional(),

  SMTP_URL: mailServer.optional(),
  SMTP_CONNECTIONS: integer(1, 50).default(1),
  MAIL_FROM: mailbox.optional(),

  LATCHKEY_SECRET: key.optional(),
  LATCHKEY_SECRET_PREVIOUS: key.optional(),

  ISSUER: z.string().optional(),
  ACCESS_TOKEN_TTL: duration.default(900),
  SIGNING_KEY_TTL: duration.default(30 * DAY),
  SESSION_TTL: duration.default(30 * DAY),
  SESSION_IDLE_TTL: duration.default(14 * DAY),
  LEGACY_SESSION_TTL: duration.default(365 * DAY),
  LEGACY_SESSION_IDLE_TTL: duration.default(90 * DAY),
  MAX_SESSIONS_PER_USER: integer(1, 10_000).default(100),

  SIGN_UP: z.enum(['open', 'verified', 'closed'], 'use open, verified or closed').default('open'),
  BREACHED_PASSWORDS: z.enum(['off', 'hibp'], 'use off or hibp').default('off'),
  BREACHED_PASSWORDS_URL: webUrl.default('https://api.pwnedpasswords.com'),
  API_USER_CREATE_SCOPE: z.string().optional(),
  DIALECTS: dialects.default([...DIALECT_NAMES]),
  LEGACY_RECOVERY: z.enum(['faithful', 'safe'], 'use faithful or safe').optional(),
  LEGACY_PASSWORD_POLICY: z.enum(['legacy', 'native'], 'use legacy or native').default('legacy'),
  UPROGRESS_CLIENT_URL: webUrl.optional(),
  GEOIP_DATABASE: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: webUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: keyValues.default({}),
  OTEL_SERVICE_NAME: z.string().default('latchkey'),
  OTEL_TRACES_SAMPLER_ARG: share.default(1),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'use at least 16 printable characters without spaces, made by: openssl rand -hex 24')
    .optional(),
  AUDIT_RETENTION: duration.default(400 * DAY),
  THROTTLE: z.enum(['on', 'off'], 'use on or off').default('on'),
});

export type Environment = z.infer<typeof environment>;
