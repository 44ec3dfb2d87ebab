/** Names whose values are never written, wherever in a line they stand. A net below the habit of naming what is logged. */
const SECRET_NAMES = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'accessToken',
  'refreshToken',
  'idToken',
  'secret',
  'secretKey',
  'privateKey',
  'serviceKey',
  'apiKey',
  'authorization',
  'cookie',
  'link',
  'hash',
];

/** As pino wants them: at the top of a line, and one and two objects down. */
export const REDACTION = {
  paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  censor: '[redacted]',
};
