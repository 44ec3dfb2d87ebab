import type { Config } from '../../../../src/config/config';
import { DeletionTickets } from '../../../../src/dialects/appmixer/deletion-tickets';

const ID = '5c88c7cc04a917256c726c3d';
const under = (byte: number) => new DeletionTickets({ secrets: { current: Buffer.alloc(32, byte), previous: null } } as Config);

describe('Appmixer: tickets of deletions', () => {
  it('are UUIDs of version 8 (RFC 9562, 5.8), the same on every instance', () => {
    expect(under(1).of(ID)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(under(1).of(ID)).toBe(under(1).of(ID));
  });

  it('are those of one id under one secret', () => {
    const ticket = under(1).of(ID);
    expect([under(1).isOf(ID, ticket), under(1).isOf(ID, ticket.toUpperCase())]).toEqual([true, true]);
    expect([under(1).isOf(`${ID.slice(0, -1)}e`, ticket), under(2).isOf(ID, ticket)]).toEqual([false, false]);
    for (const other of ['', 'null', ticket.slice(1), `${ticket} `, '00000000-0000-8000-8000-000000000000']) expect(under(1).isOf(ID, other)).toBe(false);
  });
});
