// The limit of a read that asks the database: a bare Fastify, one prepared statement, no auth.
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const statement = {
  name: 'read-user',
  text: `SELECT id, email, email_verified_at IS NOT NULL AS "emailVerified", username, name, first_name AS "firstName", last_name AS "lastName", description,
    location, avatar, scopes, created_at AS "createdAt", updated_at AS "updatedAt", last_login_at AS "lastLoginAt" FROM users WHERE id = $1`,
};
const fastify = Fastify();
fastify.get('/v2/users/me', async ({ headers }) => (await pool.query({ ...statement, values: [headers['x-user-id']] })).rows[0] ?? {});
fastify.get('/v2/nobody', () => ({}));
await fastify.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
