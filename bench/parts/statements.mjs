import { bearer, sendJson } from '../lib/http.mjs';
import { PASSWORD, signIn, signUp } from '../lib/people.mjs';
import { startProduct } from '../lib/processes.mjs';
import { median } from '../lib/statistics.mjs';
import { openWire } from '../lib/wire.mjs';

const REPEATS = 25;
const TRANSACTION = /^(START TRANSACTION|BEGIN|COMMIT|ROLLBACK)/i;
/** What stands at the head of a transaction only because DATABASE_DIRECT_URL is set here, which keeps the heartbeats from the line. */
const FOR_A_POOLER = /^SELECT set_config\('statement_timeout'/;

/** The statements that each route sends, counted on the line to PostgreSQL. */
export async function countStatements({ cwd, postgres, secret, using }) {
  const database = await postgres.createDatabase('statements');
  let heard = [];
  const counting = using(await openWire(database, { onStatement: (sql) => void (FOR_A_POOLER.test(sql) || heard.push(sql)) }));
  const deaf = using(await openWire(database, { deaf: true }));
  const product = using(await startProduct({ cwd, database: counting.url, direct: database, secret }));
  const uncached = using(await startProduct({ cwd, database: counting.url, direct: deaf.url, secret }));
  const [ann] = await signUp(product.url, 1, 'statement');
  let { accessToken, refreshToken } = ann;
  const read = (server, path) => () => sendJson('GET', server.url + path, { headers: bearer(accessToken) });
  let signedUp = 0;

  const routes = {
    read: read(product, '/v2/users/me'),
    uncachedRead: read(uncached, '/v2/users/me'),
    sessionList: read(product, '/v2/sessions'),
    refresh: async () => ({ accessToken, refreshToken } = (await sendJson('POST', `${product.url}/v2/auth/refresh`, { json: { refreshToken } })).json),
    signIn: () => signIn(product.url, ann.email),
    signUp: () => sendJson('POST', `${product.url}/v2/users`, { json: { email: `counted${signedUp++}@bench.example`, password: PASSWORD } }),
  };
  const statements = {};
  const counts = {};
  for (const [name, run] of Object.entries(routes)) {
    const each = [];
    for (let i = 0; i < REPEATS; i++) {
      heard = [];
      await run();
      each.push(heard);
    }
    // Now and then the service writes something of its own; the median is what the route itself asks.
    const length = median(each.map((all) => all.length));
    statements[name] = each.find((all) => all.length === length) ?? [];
    counts[name] = { all: length, own: statements[name].filter((sql) => !TRANSACTION.test(sql)).length };
  }
  const row = (measure, name, atMost) => {
    const { own, all } = counts[name];
    return { measure: `Statements of ${measure}`, value: own, atMost, detail: own === all ? '' : `${all} with BEGIN and COMMIT` };
  };
  return {
    rows: [
      row('a read', 'read', 0),
      row('a read on an instance that hears no notices', 'uncachedRead'),
      row('a refresh', 'refresh', 2),
      row('a sign-in', 'signIn', 4),
      row('a sign-up', 'signUp'),
      row('the list of sessions', 'sessionList'),
    ],
    figures: { counts, statements },
  };
}
