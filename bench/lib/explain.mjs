import pg from 'pg';

/** Tables that grow with the people. */
const GROWING = /Seq Scan on (users|sessions|passwords|one_time_secrets)\b/g;
const PLANNED = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i;

/**
 * The generic plan of every statement: without values, as a plan that serves any of them.
 * @param {Record<string, string[]>} statements by route
 * @returns {Promise<{ route: string, sql: string, plan: string[], scans: string[] }[]>}
 */
export async function explain(url, statements) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const plans = [];
  try {
    await client.query('SET plan_cache_mode = force_generic_plan');
    for (const [route, all] of Object.entries(statements)) {
      for (const sql of new Set(all.filter((one) => PLANNED.test(one)))) {
        const count = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
        await client.query(`PREPARE explained AS ${sql}`);
        const values = count === 0 ? '' : `(${Array(count).fill('NULL').join(', ')})`;
        const { rows } = await client.query(`EXPLAIN EXECUTE explained${values}`);
        await client.query('DEALLOCATE explained');
        const plan = rows.map((row) => row['QUERY PLAN']);
        plans.push({ route, sql: sql.replace(/\s+/g, ' '), plan, scans: plan.join('\n').match(GROWING) ?? [] });
      }
    }
  } finally {
    await client.end();
  }
  return plans;
}
