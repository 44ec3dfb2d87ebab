import { ServiceKeysService } from '../../src/service-keys/service-keys.service';
import type { TestApp } from './app';
import type { NewPerson } from './factories';
import type { Captures } from './golden-match';
import { tokenOf } from './mailbox';
import { registerSecret } from './secrets';

type Arrangement = (app: TestApp, captures: Captures, argument: string) => Promise<void> | void;

/** What the `@` lines of a golden file can ask for. */
const ARRANGEMENTS: Readonly<Record<string, Arrangement>> = {
  /** `@user {"email": …, "password": …}`: an account; captures `userId`. */
  user: async ({ given }, captures, argument) => {
    captures.set('userId', (await given.user(JSON.parse(argument || '{}') as NewPerson)).id);
  },

  /** `@mail user@domain.com as name`: waits for a mail and captures the token in its link. */
  mail: async ({ mailbox }, captures, argument) => {
    const [, address, name] = /^(\S+) as (\w+)$/.exec(argument) ?? [];
    if (address === undefined || name === undefined) throw new Error('say "@mail address as name"');
    captures.set(name, tokenOf(await mailbox.waitFor(address)));
  },

  /** `@mails user@domain.com 2`: exactly so many mails have come to the address. */
  mails: async ({ mailbox }, _, argument) => {
    const [address = '', count = ''] = argument.split(' ');
    if (Number(count) > 0) await mailbox.waitFor(address, {}, Number(count));
    const found = mailbox.all(address).length;
    if (found !== Number(count)) throw new Error(`expected ${count} mails to ${address}, found ${found}`);
  },

  /** `@advance 3600`: so many seconds pass. */
  advance: ({ clock }, _, argument) => clock.advance(Number(argument)),

  /** `@failures user@domain.com 10`: so many native sign-ins with a wrong password; the limit is one for all APIs. */
  failures: async ({ http }, _, argument) => {
    const [email = '', count = ''] = argument.split(' ');
    for (let i = 0; i < Number(count); i++) await http.post('/v2/auth/sign-in').send({ email, password: 'not the password' }).expect(401);
  },

  /** `@serviceKey help-desk as key`: an operator's key of that name; captures it. */
  serviceKey: async ({ app }, captures, argument) => {
    const [, name, capture] = /^(\S+) as (\w+)$/.exec(argument) ?? [];
    if (name === undefined || capture === undefined) throw new Error('say "@serviceKey name as key"');
    const key = await app.get(ServiceKeysService, { strict: false }).create(name);
    registerSecret(key);
    captures.set(capture, key);
  },

  /** `@sql UPDATE …`: what no API can bring about. */
  sql: async ({ db }, _, argument) => {
    await db(argument);
  },
};

export async function arrange(app: TestApp, captures: Captures, name: string, argument: string): Promise<void> {
  const arrangement = ARRANGEMENTS[name];
  if (arrangement === undefined)
    throw new Error(
      `there is no @${name}; there are ${Object.keys(ARRANGEMENTS)
        .map((known) => `@${known}`)
        .join(', ')}`,
    );
  await arrangement(app, captures, argument);
}
