// The peer: Better Auth as its documentation sets it up on node:http and pg. What limits requests is off, as it is in Latchkey here.
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import pg from 'pg';

const { PORT, DATABASE_URL, SECRET, COOKIE_CACHE } = process.env;
const baseURL = `http://127.0.0.1:${PORT}`;
const options = {
  baseURL,
  secret: SECRET,
  database: new pg.Pool({ connectionString: DATABASE_URL, max: 10 }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
  // Longer than its default of five minutes, so that no round meets its end.
  session: { cookieCache: { enabled: COOKIE_CACHE === '1', maxAge: 3600 } },
};
const { runMigrations } = await getMigrations(options);
await runMigrations();
createServer(toNodeHandler(betterAuth(options))).listen(Number(PORT), '127.0.0.1');
