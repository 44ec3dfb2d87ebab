import { QueryFailedError } from 'typeorm';
import { isOutage, isRefusal, sqlState } from '../../../src/errors/sql-state';

const coded = (code: unknown) => Object.assign(new Error('failed'), { code });

describe('the state of an error', () => {
  it.each(['40P01', '57P01', 'P0001', 'XX000', 'HV00B', 'F0001', '0A000'])(
    'is PostgreSQL’s code, of the driver’s error or of TypeORM’s around it: %s',
    (code) => {
      expect(sqlState(coded(code))).toBe(code);
      expect(sqlState(new QueryFailedError('SELECT 1', [], coded(code)))).toBe(code);
      expect(sqlState({ driverError: coded(code) })).toBe(code);
    },
  );

  it.each([
    coded('EPIPE'),
    coded('EPERM'),
    coded('E2BIG'),
    coded('ECONNREFUSED'),
    coded('email_taken'),
    coded(40001),
    new Error('none'),
    'text',
    null,
    undefined,
  ])('is none: %p', (error) => {
    expect(sqlState(error)).toBeNull();
  });

  it('that refuses connections is an outage; a limit of time is one that refuses none; a defect is neither', () => {
    for (const state of ['28000', '28P01', '3D000', '55000', '57P03', '53300']) expect([isRefusal(state), isOutage(state)]).toEqual([true, true]);
    for (const state of ['08006', '53100', '57014', '55P03', '40001', '40P01', '25006']) expect([isRefusal(state), isOutage(state)]).toEqual([false, true]);
    for (const state of ['42P01', '23505', '22P02', null]) expect([isRefusal(state), isOutage(state)]).toEqual([false, false]);
  });
});
