import { randomBytes, randomUUID } from 'node:crypto';
import type { Config } from '../../../src/config/config';
import { RefreshTokens } from '../../../src/sessions/refresh-tokens';
import type { Session } from '../../../src/sessions/session.entity';
import { SessionKeys } from '../../../src/sessions/session-keys';
import { Sealer } from '../../../src/tokens/sealer';

const keys = new SessionKeys(new Sealer({ secrets: { current: randomBytes(32), previous: null } } as Config));
const tokens = new RefreshTokens(keys);

function session(refreshCounter = 0): Session {
  const id = randomUUID();
  return { id, refreshKey: keys.newKey(id), refreshCounter } as Session;
}

describe('RefreshTokens', () => {
  it('makes the same bytes again for the same number, others for the next', () => {
    const phone = session();
    const first = tokens.of(phone);
    expect(tokens.of(phone)).toBe(first);
    expect(tokens.of({ ...phone, refreshCounter: 1 } as Session)).not.toBe(first);
  });

  it('knows its own tokens by session and number', () => {
    const phone = session(3);
    const parsed = tokens.parse(tokens.of(phone));
    expect(parsed).toMatchObject({ sessionId: phone.id, counter: 3 });
    expect(tokens.verify(phone, parsed!)).toBe(true);
    expect(tokens.verify(phone, { ...parsed!, counter: 4 })).toBe(false);
    expect(tokens.verify({ ...session(3), id: phone.id, refreshKey: keys.newKey(phone.id) } as Session, parsed!)).toBe(false);
  });

  it.each(['', 'x', 'a.b.c', `${randomUUID()}.01.${'A'.repeat(43)}`, `${randomUUID()}.-1.${'A'.repeat(43)}`, `${randomUUID()}.1.${'A'.repeat(42)}`])(
    'takes %p for none of its own',
    (text) => {
      expect(tokens.parse(text)).toBeNull();
    },
  );

  it('has nothing to say for a session without a key', () => {
    const legacy = { ...session(), refreshKey: null } as Session;
    expect(tokens.verify(legacy, { sessionId: legacy.id, counter: 0, mac: 'A'.repeat(43) })).toBe(false);
  });
});
