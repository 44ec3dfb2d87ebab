import { AppmixerCreateUserDto } from '../../../../src/dialects/appmixer/appmixer.dto';
import { newAccountOf } from '../../../../src/dialects/appmixer/new-account';
import type { DomainError } from '../../../../src/errors/domain-error';
import { validationPipe } from '../../../../src/http/validation.pipe';

type Fields = Partial<Record<keyof AppmixerCreateUserDto, unknown>>;

const read = (fields: Fields): Promise<AppmixerCreateUserDto> =>
  validationPipe.transform(
    { username: 'abc', email: 'abc@example.com', password: 'abc321', ...fields },
    { type: 'body', metatype: AppmixerCreateUserDto },
  ) as Promise<AppmixerCreateUserDto>;

const accountOf = async (fields: Fields, byAdmin = false) => newAccountOf(await read(fields), byAdmin);

async function faultsOf(fields: Fields): Promise<string[]> {
  try {
    await read(fields);
    return [];
  } catch (error) {
    return (error as DomainError).faults.map(({ field, code }) => `${field} ${code}`);
  }
}

describe('Appmixer: the account that a body asks for', () => {
  it('has the username for an e-mail address where that is missing', async () => {
    expect(await accountOf({ username: 'abc@example.com', email: undefined })).toEqual({ username: 'abc@example.com', email: 'abc@example.com' });
    expect(await accountOf({ username: 'abc@example.com', email: null })).toEqual({ username: 'abc@example.com', email: 'abc@example.com' });
  });

  it('needs an e-mail address beside a username that is none', async () => {
    expect(await faultsOf({ email: undefined })).toEqual(['email required']);
    expect(await faultsOf({ username: 'a@b', email: undefined })).toEqual(['username not_an_email']);
  });

  it('has a username of 64 characters at most, an e-mail address may be longer', async () => {
    const address = `${'a'.repeat(60)}@example.com`;
    expect(await faultsOf({ username: 'u'.repeat(65) })).toEqual(['username too_long']);
    expect((await accountOf({ username: '🙂'.repeat(64) })).username).toBe('🙂'.repeat(64));
    expect((await accountOf({ username: address, email: undefined })).email).toBe(address);
  });

  it('has a password whose letters are counted as they are hashed', async () => {
    expect(await faultsOf({ password: 'e\u0301'.repeat(4) })).toEqual(['password too_short']);
    expect(await faultsOf({ password: 'e\u0301'.repeat(128) })).toEqual([]);
    expect(await faultsOf({ password: 'e'.repeat(129) })).toEqual(['password too_long']);
  });

  it('takes scopes and metadata from admins alone', async () => {
    const fields = { scope: ['helpdesk', 'user', 'helpdesk'], metadata: { team: 'north' } };
    expect(await accountOf(fields)).toEqual({ username: 'abc', email: 'abc@example.com' });
    expect(await accountOf(fields, true)).toMatchObject({ scopes: ['user', 'helpdesk'], metadata: { team: 'north' } });
    expect(await accountOf({ scope: null, metadata: null }, true)).toMatchObject({ scopes: undefined, metadata: undefined });
  });

  it('refuses an admin’s scopes and metadata that are none', async () => {
    for (const scope of ['admin', 5, {}, [5], ['Admin'], ['']]) expect(await faultsOf({ scope })).toEqual(['scope not_a_scope']);
    expect(await faultsOf({ scope: Array.from({ length: 50 }, (_, i) => `s${i}`) })).toEqual(['scope too_many']);
    for (const metadata of ['x', 5, [], { a: 5 }, { a: { b: 'c' } }]) expect(await faultsOf({ metadata })).toEqual(['metadata not_an_object']);
  });
});
