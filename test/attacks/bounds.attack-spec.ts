import { type Attack, bodySchema, fieldsOf } from './hostile/attack';
import { edgesOf } from './hostile/edges';
import type { HostileAnswer } from './hostile/send';
import { isRefusal, strike, TARGETS } from './hostile/strike';
import { World } from './hostile/world';

const HONEST: Attack = {
  credential: 'own',
  secrets: 'real',
  changes: [],
  form: 'json',
  contentType: null,
  segment: null,
  query: '',
  headers: {},
};

/** Every operation with a bounded field, and what is sent to it: all that is good, but one value at or past a bound of its field. */
const BOUNDED = TARGETS.map((target) => {
  const edges = fieldsOf(bodySchema(target.operation)).flatMap(({ path, schema }) => edgesOf(schema).map((edge) => ({ path, ...edge })));
  // What is a step inside a bound is left to chance, with the rest of what any-input tries.
  return { ...target, edges: edges.filter(({ at }) => at !== 'inside') };
}).filter(({ edges }) => edges.length > 0);

describe('what openapi.json bounds', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ THROTTLE: 'off' });
  });
  afterAll(() => world?.close());

  it('is most of what is text', () => {
    expect(BOUNDED.flatMap(({ edges }) => edges).length).toBeGreaterThan(250);
  });

  it.each(BOUNDED)('$name refuses what is past a bound, and nothing for its length that is not', async ({ edges, ...target }) => {
    await world.visit(target.path);
    for (const { path, value, at } of edges) {
      const answer = await strike(world, target, { ...HONEST, changes: [{ field: path, value }] });
      const told = { field: path.join('.'), length: [...String(value)].length, at, status: answer.status, body: answer.body.slice(0, 200) };
      if (at === 'bound') expect({ ...told, isTooMuch: isRefusedForLength(answer, path) }).toEqual({ ...told, isTooMuch: false });
      else expect({ ...told, isRefusal: isRefusal(answer) }).toEqual({ ...told, isRefusal: true });
    }
  });
});

/** Of a new password the policy says what it may be; the documented bound of any password is that of secrets, or of the whole body. */
function isRefusedForLength({ status, body }: HostileAnswer, path: readonly string[]): boolean {
  if (/^new_?password$|^password$/i.test(path.at(-1) ?? '')) return false;
  if (status === 413) return true;
  if (status !== 400) return false;
  const { errors = [] } = JSON.parse(body) as { errors?: { field: string; code: string }[] };
  return errors.some(({ field, code }) => field === path.join('.') && /^too_(long|short)$/.test(code));
}
