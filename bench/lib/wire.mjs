import { connect, createServer } from 'node:net';
import { parse } from 'pg-connection-string';

const [QUERY, PARSE, BIND, EXECUTE, NOTIFICATION] = ['Q', 'P', 'B', 'E', 'A'].map((type) => type.charCodeAt(0));

/**
 * A line to PostgreSQL that reads along (PostgreSQL's frontend/backend protocol, version 3).
 * @param {string} url where the line leads
 * @param {{ onStatement?: (sql: string) => void, deaf?: boolean }} options
 *   onStatement: is told of every statement that is run; deaf: notices (LISTEN) do not arrive
 * @returns {Promise<{ url: string, close: () => void }>} url: the same database through this line
 */
export async function openWire(url, { onStatement = () => undefined, deaf = false } = {}) {
  const { host, port, user, password, database } = parse(url);
  const target = host?.startsWith('/') ? { path: `${host}/.s.PGSQL.${port || 5432}` } : { host: host || 'localhost', port: Number(port || 5432) };
  const sockets = new Set();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect(target).setNoDelay(true);
    const statements = statementReader(onStatement);
    const asked = messages({ startup: true });
    const answered = messages();
    near.on('data', (chunk) => {
      for (const message of asked(chunk)) statements(message);
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (!deaf) return near.write(chunk);
      const kept = answered(chunk).filter((message) => message[0] !== NOTIFICATION);
      return near.write(Buffer.concat(kept));
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(from);
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const login = `${encodeURIComponent(user ?? 'postgres')}${password ? `:${encodeURIComponent(password)}` : ''}`;
  return {
    url: `postgres://${login}@127.0.0.1:${server.address().port}/${database}`,
    close: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}

/** Cuts a stream into messages: a type and a length, but the very first one of a client has only the length. */
function messages({ startup = false } = {}) {
  let rest = Buffer.alloc(0);
  let typed = !startup;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = [];
    for (;;) {
      const lengthAt = typed ? 1 : 0;
      if (rest.length < lengthAt + 4) return whole;
      const end = lengthAt + rest.readInt32BE(lengthAt);
      if (rest.length < end) return whole;
      if (typed) whole.push(rest.subarray(0, end));
      typed = true;
      rest = rest.subarray(end);
    }
  };
}

/** Which statement each execution runs: prepared under a name (or none), bound to a portal, executed. */
function statementReader(onStatement) {
  const prepared = new Map();
  const portals = new Map();
  return (message) => {
    const type = message[0];
    if (type === QUERY) onStatement(text(message, 5)[0]);
    if (type === PARSE) {
      const [name, next] = text(message, 5);
      prepared.set(name, text(message, next)[0]);
    }
    if (type === BIND) {
      const [portal, next] = text(message, 5);
      portals.set(portal, prepared.get(text(message, next)[0]));
    }
    if (type === EXECUTE) onStatement(portals.get(text(message, 5)[0]));
  };
}

/** The text up to the next null byte, and where what follows begins. */
function text(message, from) {
  const end = message.indexOf(0, from);
  return [message.toString('utf8', from, end), end + 1];
}
