import { DevMailbox } from '../../../src/mail/dev-mailbox';
import { Postman } from '../../../src/mail/postman';
import { startMailApp } from '../../support/mail-app';
import { SAMPLES } from './sample-letters';

describe('the development mailbox', () => {
  test('keeps the newest 200, newest first', async () => {
    const app = await startMailApp();
    for (let n = 1; n <= 202; n++) await app.context.get(Postman).deliver({ ...SAMPLES.welcome, to: `p${n}@example.com` });
    const messages = app.context.get(DevMailbox).messages();
    expect(messages).toHaveLength(200);
    expect([messages[0]!.to, messages[199]!.to]).toEqual(['p202@example.com', 'p3@example.com']);
    expect(app.context.get(DevMailbox).find(messages[5]!.id)).toEqual(messages[5]);
    expect(app.context.get(DevMailbox).find('no')).toBeNull();
    expect(messages[0]!.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    await app.close();
  });

  test('SMTP_URL=none drops letters, which only the debug log tells', async () => {
    const app = await startMailApp({ SMTP_URL: 'none' });
    await app.context.get(Postman).deliver(SAMPLES.recover_password);
    expect(app.context.get(DevMailbox).messages()).toEqual([]);
    expect(app.log.find((line) => line['msg'] === 'mail_dropped')).toMatchObject({ level: 20, context: { subject: 'Choose a new password' } });
    expect(JSON.stringify(app.log)).not.toContain('token=');
    await app.close();
  });

  test('a start says nothing about missing template engines', async () => {
    const app = await startMailApp();
    expect(app.log.filter((line) => (line['level'] as number) >= 40)).toEqual([]);
    await app.close();
  });
});
