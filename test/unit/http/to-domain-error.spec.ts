import { BadRequestException, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { DomainError } from '../../../src/errors/domain-error';
import { toDomainError } from '../../../src/http/to-domain-error';

const coded = (code: string) => Object.assign(new Error('of the socket'), { code });
const ofDatabase = (code: string) => new QueryFailedError('SELECT 1', [], coded(code));

/**
 * The server: who and what it lets in, its connections, its resources, its shutdown, its limits of time, its conflicts, and that it only
 * reads.
 */
const NOT_NOW = '28000 28P01 3D000 55000 08000 08003 08006 53100 53300 57P01 57P02 57P03 57014 55P03 40001 40P01 25006'.split(' ');
const OUT_OF_REACH = 'ECONNREFUSED ECONNRESET ECONNABORTED EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN ENOENT ENOTFOUND EAI_AGAIN EPIPE ETIMEDOUT'.split(' ');
/** Defects of ours, or of the schema. */
const DEFECTS = '42601 42P01 23502 23505 22P02 25001 25P02'.split(' ');

describe('what is thrown', () => {
  it.each(NOT_NOW)('is "not now" where the database says %s, to a statement or to a connection', (code) => {
    for (const thrown of [ofDatabase(code), coded(code)]) expect(toDomainError(thrown)).toMatchObject({ code: 'overloaded', retryAfter: 2, cause: thrown });
  });

  it.each(OUT_OF_REACH)('is "not now" where the socket says %s, with one address or with several', (code) => {
    const several = Object.assign(new AggregateError([coded(code), coded(code)]), { code });
    for (const thrown of [coded(code), several, ofDatabase(code)]) expect(toDomainError(thrown)).toMatchObject({ code: 'overloaded', retryAfter: 2 });
  });

  it.each(['timeout exceeded when trying to connect', 'Connection terminated unexpectedly', 'Cannot use a pool after calling end on the pool'])(
    'is "not now" where the driver says "%s"',
    (message) => expect(toDomainError(new Error(message))).toMatchObject({ code: 'overloaded', retryAfter: 2 }),
  );

  it.each(DEFECTS)('is a defect where the database says %s', (code) => {
    expect(toDomainError(ofDatabase(code))).toMatchObject({ code: 'internal_error' });
  });

  it.each([new Error('no code'), coded('EACCES'), coded('EPERM'), coded('E2BIG'), coded('ERR_INVALID_ARG_TYPE'), 'text', null, undefined])(
    'is a defect: %p',
    (thrown) => {
      expect(toDomainError(thrown)).toMatchObject({ code: 'internal_error' });
    },
  );

  it('is what the framework says by its status', () => {
    expect(toDomainError(new NotFoundException()).code).toBe('route_not_found');
    expect(toDomainError(new BadRequestException()).code).toBe('malformed_body');
    expect(toDomainError(new ServiceUnavailableException()).code).toBe('overloaded');
    expect(toDomainError(Object.assign(new Error('too large'), { statusCode: 413 })).code).toBe('body_too_large');
  });

  it('is left alone where it is of the catalogue', () => {
    const error = new DomainError('email_taken', { field: 'email' });
    expect(toDomainError(error)).toBe(error);
  });
});
