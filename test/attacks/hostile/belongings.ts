import type { TestApp } from '../../support/app';
import type { Person } from '../../support/factories';
import { codeIn, tokenOf } from '../../support/mailbox';

/** What a person has been given, for operations that ask for it. */
export interface Belongings {
  /** The token of the link and the code in the mail that recovers the account; made up where no mail was asked for. */
  readonly recovery: string;
  readonly code: string;
  /** The token of the link that confirms the address. */
  readonly confirmation: string;
  /** Of the person, of the UProgress session where there is one, and of an event of the person's activity. */
  readonly number: string;
  readonly sessionNumber: string;
  readonly eventId: string;
  /** Of the person, in Appmixer. */
  readonly objectId: string;
}

/** Looks like a token, and is nobody's. */
export const MADE_UP = 'A'.repeat(43);

/** Operations that take something from a mail, which works once. */
export function takesMailed(template: string): boolean {
  return /repair\/|\/(reset|reset_password|confirm|email-confirmations)$/.test(template);
}

export async function belongingsOf({ http, mailbox, db }: TestApp, { id, email }: Person, template: string): Promise<Belongings> {
  const mailed = { recovery: MADE_UP, code: MADE_UP, confirmation: MADE_UP };
  if (takesMailed(template)) {
    await http.post('/v2/password-recovery').send({ email }).expect(202);
    const mail = await mailbox.waitFor(email, { subject: 'Choose a new password' });
    const welcome = await mailbox.waitFor(email, { subject: /^Welcome/ });
    Object.assign(mailed, { recovery: tokenOf(mail), code: codeIn(mail), confirmation: tokenOf(welcome) });
  }
  const [stored] = await db<Omit<Belongings, keyof typeof mailed>>(
    `SELECT u.number::text, u.object_id AS "objectId", s.number::text AS "sessionNumber",
            (SELECT id FROM audit_events WHERE subject_id = u.id LIMIT 1) AS "eventId"
       FROM users u LEFT JOIN sessions s ON s.user_id = u.id AND s.client = 'uprogress' WHERE u.id = $1`,
    [id],
  );
  if (stored === undefined) throw new Error('the person is not in the store');
  return { ...mailed, ...stored };
}
