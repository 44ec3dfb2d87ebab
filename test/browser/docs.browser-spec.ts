import type { Browser } from 'playwright-core';
import type { TestApp } from '../support/app';
import { AppmixerAdmin, type ShownUser } from '../support/appmixer-admin';
import { openTab, type Tab } from '../support/browser';
import { useBrowser } from '../support/browser-app';

const FORM = 'application/x-www-form-urlencoded';

let app: TestApp;
let browser: Browser;
let tab: Tab;
useBrowser({ THROTTLE: 'off' }, (opened) => ({ app, browser } = opened));
afterEach(() => tab.close());

/** Tries an operation out with a form as the docs page fills it in, but for the id in the path. */
async function execute(operationId: string, id?: string): Promise<{ form: string; status: number; body: unknown }> {
  const operation = tab.page.locator(`[id="operations-Appmixer-${operationId}"]`);
  await operation.locator('.opblock-summary-control').first().click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByLabel('Request content type').selectOption(FORM);
  if (id !== undefined) await operation.locator('tr[data-param-name="id"] input').fill(id);
  const answered = tab.page.waitForResponse((answer) => answer.request().headers()['content-type'] === FORM);
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = await answered;
  return { form: decodeURIComponent(answer.request().postData() ?? ''), status: answer.status(), body: await answer.json() };
}

test('Appmixer’s forms with a list are sent by the docs page as they are read', async () => {
  tab = await openTab(browser);
  const admin = await AppmixerAdmin.of(app);
  await tab.page.goto(`${app.baseUrl}/docs`);
  await tab.page.evaluate(`ui.preauthorizeApiKey('appmixer', ${JSON.stringify(admin.token)})`);

  const created = await execute('appmixerCreateUser');
  expect(created).toMatchObject({ form: 'username=abc@example.com&email=abc@example.com&password=abc321', status: 200 });
  const { id } = (created.body as { user: { id: string } }).user;
  expect((await admin.shown(id)).scope).toEqual(['user']);

  const updated = await execute('appmixerUpdateUser', id);
  expect(updated.form).toMatch(/&scope\[\]=user&scope\[\]=acme1&metadata\[team\]=north$/);
  expect([updated.status, (updated.body as ShownUser).scope]).toEqual([200, ['user', 'acme1']]);
  expect(await app.db('SELECT metadata FROM users WHERE object_id = $1', [id])).toEqual([{ metadata: { team: 'north' } }]);
  expect(tab.complaints).toEqual([]);
});
