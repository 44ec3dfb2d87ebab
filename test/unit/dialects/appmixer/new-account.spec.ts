import type { AppmixerCreateUserDto } from '../../../../src/dialects/appmixer/appmixer.dto';
import { newAccountOf } from '../../../../src/dialects/appmixer/new-account';
import type { DomainError } from '../../../../src/errors/domain-error';

const body = (fields: Partial<AppmixerCreateUserDto>): AppmixerCreateUserDto => ({ username: 'abc', email: 'abc@example.com', password: 'abc321', ...fields });

const faultOf = (fields: Partial<AppmixerCreateUserDto>, byAdmin = false) => {
  try {
    return newAccountOf(body(fields), byAdmin);
  } catch (error) {
    return (error as DomainError).faults.map(({ field, code }) => `${field} ${code}`);
  }
};

describe('Appmixer: the account that a body asks for', () => {
  it('has the username for an e-mail address where that is missing', () => {
    expect(newAccountOf(body({ username: 'abc@example.com', email: undefined }), false)).toEqual({ username: 'abc@example.com', email: 'abc@example.com' });
    expect(newAccountOf(body({ username: 'abc@example.com', email: null }), false)).toEqual({ username: 'abc@example.com', email: 'abc@example.com' });
  });

  it('needs an e-mail address beside a username that is none', () => {
    expect(faultOf({ email: undefined })).toEqual(['email required']);
    expect(faultOf({ username: 'a@b', email: undefined })).toEqual(['username not_an_email']);
  });

  it('has a username of 64 characters at most, an e-mail address may be longer', () => {
    const address = `${'a'.repeat(60)}@example.com`;
    expect(faultOf({ username: 'u'.repeat(65) })).toEqual(['username too_long']);
    expect(newAccountOf(body({ username: '🙂'.repeat(64) }), false).username).toBe('🙂'.repeat(64));
    expect(newAccountOf(body({ username: address, email: undefined }), false).email).toBe(address);
  });

  it('takes scopes and metadata from admins alone, whatever they are', () => {
    const fields = { scope: ['helpdesk', 'user', 'helpdesk'], metadata: { team: 'north' } };
    expect(newAccountOf(body(fields), false)).toEqual({ username: 'abc', email: 'abc@example.com' });
    expect(newAccountOf(body({ scope: 5, metadata: [] }), false)).toEqual({ username: 'abc', email: 'abc@example.com' });
    expect(newAccountOf(body(fields), true)).toMatchObject({ scopes: ['user', 'helpdesk'], metadata: { team: 'north' } });
    expect(newAccountOf(body({ scope: null, metadata: null }), true)).toMatchObject({ scopes: undefined, metadata: undefined });
  });

  it('refuses an admin’s scopes and metadata that are none', () => {
    for (const scope of ['admin', 5, {}, [5], ['Admin'], ['']]) expect(faultOf({ scope }, true)).toEqual(['scope not_a_scope']);
    for (const metadata of ['x', 5, [], { a: 5 }, { a: { b: 'c' } }]) expect(faultOf({ metadata }, true)).toEqual(['metadata not_an_object']);
  });
});
