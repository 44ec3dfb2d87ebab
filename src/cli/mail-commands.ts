import type { Command } from 'commander';
import { isUUID } from 'class-validator';
import { MailLedger } from '../mail/mail-ledger';
import type { MailState } from '../mail/outgoing-mail.entity';
import { presentMail } from './present-mail';
import { type Workplace, withServices } from './workplace';

const STATES = ['waiting', 'dead', 'sent'] as const satisfies readonly MailState[];

/** What operators do about mails that could not be delivered. */
export function addMailCommands(mails: Command, workplace: Workplace, print: (result: object) => void): void {
  const withLedger = (act: (ledger: MailLedger) => Promise<object>) =>
    withServices(workplace, async ({ context }) => print(await act(context.get(MailLedger, { strict: false }))));

  mails
    .command('list')
    .description('the mails that wait or were given up, the oldest first: state, kind, age and failure, never what is in them')
    .option('--state <state>', `only these: ${STATES.join(', ')}`)
    .action(async ({ state }: { state?: string }, command: Command) => {
      const wanted = state === undefined ? (['waiting', 'dead'] as const) : STATES.filter((known) => known === state);
      if (wanted.length === 0) command.error(`error: there is no state ${state}: use ${STATES.join(', ')}`);
      await withLedger(async (ledger) => ({ mails: (await ledger.list(wanted)).map((mail) => presentMail(mail, ledger.ageOf(mail))) }));
    });
  const onDead = (name: string, description: string, act: (ledger: MailLedger, id: string | null) => Promise<number>, done: string) =>
    mails
      .command(`${name} [id]`)
      .description(description)
      .option('--all', 'every mail that was given up')
      .action(async (id: string | undefined, { all = false }: { all?: boolean }, command: Command) => {
        if ((id === undefined) !== all) command.error('error: name one mail by its id, or --all');
        if (id !== undefined && !isUUID(id)) command.error('error: this is no id of a mail');
        await withLedger(async (ledger) => {
          const mails = await act(ledger, id ?? null);
          if (id !== undefined && mails === 0) command.error('error: there is no mail of this id that was given up');
          return { [done]: mails };
        });
      });
  onDead('retry', 'try a mail that was given up for another day, or --all of them', (ledger, id) => ledger.retry(id), 'retried');
  onDead('drop', 'forget a mail that was given up, which nobody wants any more, or --all of them', (ledger, id) => ledger.drop(id), 'dropped');
}
