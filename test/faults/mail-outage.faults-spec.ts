import { setTimeout as delay } from 'node:timers/promises';
import { startApp } from '../support/app';
import { FaultySmtp } from '../support/faulty-smtp';
import { manyPeople } from '../support/people';
import { within } from '../support/within';

/** Minutes; a short one where nothing else is said. `MAIL_OUTAGE_MINUTES=10 npm run test:faults` tries a real one. */
const MINUTES = Number(process.env['MAIL_OUTAGE_MINUTES'] ?? 0.25);
const PEOPLE = 500;

jest.setTimeout(MINUTES * 60_000 + 300_000);

test(`of ${PEOPLE} recoveries in a mail server's outage none is lost, none is sent twice, and none is answered later`, async () => {
  const smtp = await FaultySmtp.start();
  const app = await startApp({ THROTTLE: 'off', SMTP_URL: smtp.url });
  const emails = await manyPeople(app, PEOPLE);
  await smtp.goDown();
  const begin = performance.now();
  const times: number[] = [];
  for (const [i, email] of emails.entries()) {
    // The second half of the outage it listens again, and hangs.
    if (i === PEOPLE / 2) {
      smtp.mood = 'hangs';
      await smtp.goUp();
    }
    const asked = performance.now();
    await app.http.post('/v2/password-recovery').send({ email }).expect(202);
    times.push(performance.now() - asked);
    await delay(Math.max(0, begin + ((i + 1) / PEOPLE) * MINUTES * 60_000 - performance.now()));
  }
  const waiting = await app.db(`SELECT 1 FROM outgoing_mails WHERE state = 'waiting'`);
  smtp.mood = 'works';
  await smtp.goDown();
  await smtp.goUp();
  const back = performance.now();
  await within(240_000, async () => {
    const left = await app.db(`SELECT 1 FROM outgoing_mails WHERE state = 'waiting'`);
    if (left.length > 0) await delay(500);
    expect(left).toEqual([]);
  });
  const figures = {
    minutes: (back - begin) / 60_000,
    answered: times.length,
    medianMs: times.sort((a, b) => a - b)[PEOPLE / 2],
    slowestMs: times.at(-1),
    waitingAtEnd: waiting.length,
    drainedInSeconds: (performance.now() - back) / 1000,
    mails: smtp.mails.length,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(emails.filter((email) => smtp.textsTo(email).length !== 1)).toEqual([]);
  expect(smtp.mails).toHaveLength(PEOPLE);
  expect(await app.db(`SELECT state, count(*)::integer AS count FROM outgoing_mails GROUP BY state`)).toEqual([{ state: 'sent', count: PEOPLE }]);
  await app.close();
  await smtp.goDown();
});
