import { Command } from 'commander';
import { AccountAdministration, type Administered } from '../auth/account-administration.service';
import { Clock } from '../clock/clock';
import { ServiceKeysService } from '../service-keys/service-keys.service';
import { KeyDisposal } from '../tokens/key-disposal';
import { KeyDisposalModule } from '../tokens/key-disposal.module';
import { KeyRing } from '../tokens/key-ring';
import { KeyRotation } from '../tokens/key-rotation';
import { checked, NewAccountDto, NewServiceKeyDto } from './cli.dto';
import { addMailCommands } from './mail-commands';
import { presentAccount } from './present-account';
import { presentKey, presentRotation } from './present-key';
import { type Workplace, withServices } from './workplace';

/** The operator's commands. Each prints one JSON document, on one line. */
export function buildProgram(workplace: Workplace): Command {
  const print = (result: object) => workplace.out(`${JSON.stringify(result)}\n`);
  const program = new Command('latchkey').description('Operate a Latchkey service: every command prints JSON.');
  program.exitOverride().configureOutput({ writeOut: (text) => workplace.out(text), writeErr: (text) => workplace.err(text) });

  program
    .command('migrate')
    .description('bring the database up to date')
    .action(() => withServices(workplace, async ({ migrated }) => print({ applied: migrated }), { role: 'founder' }));
  addUserCommands(program.command('users').description('accounts, by their address or their id'), workplace, print);
  addKeyCommands(program.command('keys').description('signing keys of tokens'), workplace, print);
  addServiceKeyCommands(program.command('service-keys').description('keys for programs of yours'), workplace, print);
  addMailCommands(program.command('mail').description('mails on their way'), workplace, print);
  return program;
}

interface NewUserOptions {
  readonly email: string;
  readonly password: string;
  readonly username?: string;
  readonly scope?: string[];
}

function addUserCommands(users: Command, workplace: Workplace, print: (result: object) => void): void {
  const administer = (act: (accounts: AccountAdministration) => Promise<Administered>) =>
    withServices(workplace, async ({ context }) => {
      const { user, ended } = await act(context.get(AccountAdministration, { strict: false }));
      print({ ...presentAccount(user), endedSessions: ended });
    });

  users
    .command('create')
    .description('create an account, its address taken as confirmed')
    .requiredOption('--email <address>', 'its e-mail address')
    .requiredOption('--password <password>', 'its password, by the rules of the native API')
    .option('--username <name>', 'its username')
    .option('--scope <scope...>', 'scopes besides user, for example admin')
    .action(({ scope, ...values }: NewUserOptions) =>
      withServices(
        workplace,
        async ({ context }) => {
          const account = await checked(NewAccountDto, values);
          print(presentAccount(await context.get(AccountAdministration, { strict: false }).create({ ...account, scopes: scope })));
        },
        { role: 'founder' },
      ),
    );
  const onAccount = (name: string, description: string, act: (accounts: AccountAdministration, account: string) => Promise<Administered>) =>
    users
      .command(`${name} <account>`)
      .description(description)
      .action((account: string) => administer((accounts) => act(accounts, account)));
  onAccount('disable', 'end every session and refuse new ones', (accounts, account) => accounts.disable(account));
  onAccount('enable', 'allow signing in again', (accounts, account) => accounts.enable(account));
  addEndSessionsCommand(users, workplace, print);
  users
    .command('erase <account>')
    .description('erase an account and everything stored about the person; there is no way back')
    .action((account: string) =>
      withServices(workplace, async ({ context }) => {
        const { id } = await context.get(AccountAdministration, { strict: false }).erase(account);
        print({ id, erased: true });
      }),
    );
  users
    .command('set-scopes <account> <scope...>')
    .description('replace the scopes (user is always one) and end every session')
    .action((account: string, scopes: string[]) => administer((accounts) => accounts.setScopes(account, scopes)));
}

function addEndSessionsCommand(users: Command, workplace: Workplace, print: (result: object) => void): void {
  users
    .command('end-sessions [account]')
    .description('end every session of an account, or with --all of everybody')
    .option('--all', 'of everybody: after a restore, or when a key has leaked')
    .action((account: string | undefined, { all = false }: { all?: boolean }, command: Command) => {
      if (all === (account !== undefined)) command.error('error: give an e-mail address or an id, or --all');
      return withServices(workplace, async ({ context }) => {
        const accounts = context.get(AccountAdministration, { strict: false });
        if (account === undefined) return print({ endedSessions: await accounts.endEverySession() });
        const { user, ended } = await accounts.endSessions(account);
        return print({ ...presentAccount(user), endedSessions: ended });
      });
    });
}

function addKeyCommands(keys: Command, workplace: Workplace, print: (result: object) => void): void {
  keys
    .command('list')
    .description('every key of the ring, the oldest first, without its secret part')
    .action(() => withServices(workplace, ({ context }) => Promise.resolve(print({ keys: context.get(KeyRing, { strict: false }).all().map(presentKey) }))));
  keys
    .command('rotate')
    .description('let the published next key sign now, and publish another; what the old ones have signed stays good')
    .action(() =>
      withServices(workplace, async ({ context }) => {
        const rotated = await context.get(KeyRotation, { strict: false }).rotateNow();
        print({ rotated: rotated.map((one) => presentRotation(one, context.get(Clock, { strict: false }).now())) });
      }),
    );
  keys
    .command('discard')
    .description('delete every signing key and make new ones: every token is worthless then; after a leak, or when LATCHKEY_SECRET is lost')
    .requiredOption('--all', 'every key, since any of them may have leaked')
    .action(() =>
      withServices(workplace, async ({ context }) => print(await context.get(KeyDisposal, { strict: false }).discardAll()), { rooms: [KeyDisposalModule] }),
    );
}

function addServiceKeyCommands(keys: Command, workplace: Workplace, print: (result: object) => void): void {
  const withKeys = (act: (keys: ServiceKeysService) => Promise<object>) =>
    withServices(workplace, async ({ context }) => print(await act(context.get(ServiceKeysService, { strict: false }))));

  keys
    .command('create <name>')
    .description('make a key; it is shown this once')
    .action((given: string) =>
      withKeys(async (service) => {
        const { name } = await checked(NewServiceKeyDto, { name: given });
        return { name, key: await service.create(name) };
      }),
    );
  keys
    .command('revoke <name>')
    .description('make a key worthless')
    .action((name: string) =>
      withKeys(async (service) => {
        await service.revoke(name);
        return { name, revoked: true };
      }),
    );
}
