// The limit: a bare Fastify that answers with the same bytes and asks nobody.
import Fastify from 'fastify';

const body = process.env.BODY;
const fastify = Fastify();
fastify.get('/v2/users/me', (_request, reply) => void reply.header('content-type', 'application/json; charset=utf-8').send(body));
await fastify.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
