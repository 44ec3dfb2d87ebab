import type { OutgoingMail } from '../mail/outgoing-mail.entity';

/** A mail as the commands print one: what became of it, nothing of what is in it or whom it goes to. */
export const presentMail = (mail: OutgoingMail, age: number) => ({
  id: mail.id,
  kind: mail.kind,
  state: mail.state,
  ageSeconds: age,
  attempts: mail.attempts,
  failure: mail.failure,
  createdAt: mail.createdAt.toISOString(),
  nextAttemptAt: mail.state === 'waiting' ? mail.dueAt.toISOString() : null,
  sentAt: mail.sentAt?.toISOString() ?? null,
});
