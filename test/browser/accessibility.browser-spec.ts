import type { Browser } from 'playwright-core';
import { controlsOn, tabStops, violationsOn } from '../support/accessibility';
import type { TestApp } from '../support/app';
import { DESKTOP, openTab, PHONE } from '../support/browser';
import { useBrowser } from '../support/browser-app';
import { tourPages } from '../support/page-tour';
import { keepScreenshots } from '../support/screenshots';

let app: TestApp;
let browser: Browser;
useBrowser({ LEGACY_RECOVERY: 'safe', THROTTLE: 'off' }, (opened) => ({ app, browser } = opened));

test('axe-core finds nothing on any page, light and dark, on a phone and on a desktop', async () => {
  const found: unknown[] = [];
  await tourPages(app, browser, {}, async (page, name) => {
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await violationsOn(page)).map((violation) => ({ name, viewport: viewport.width, colorScheme, violation })));
      }
    }
  });
  expect(found).toEqual([]);
});

test('the Tab key reaches all that a mouse can, in order, and one sees where it is', async () => {
  const walks: unknown[] = [];
  const seen = await tourPages(app, browser, {}, async (page, name) => {
    const controls = await controlsOn(page);
    const stops = await tabStops(page, controls.length);
    expect([name, stops.map(({ at }) => at)]).toEqual([name, controls]);
    walks.push(...stops.filter(({ visible }) => !visible).map((stop) => ({ name, ...stop })));
  });
  expect(walks).toEqual([]);
  expect(seen).toHaveLength(29);
});

test('every page works without JavaScript', async () => {
  const titles: [string, string][] = [];
  await tourPages(app, browser, { javaScriptEnabled: false, viewport: PHONE }, async (page, name) => {
    titles.push([name, (await page.locator('h1').textContent()) ?? '']);
    await keepScreenshots(page, name);
  });
  expect(Object.fromEntries(titles)).toMatchObject({
    'recover-sent': 'Look into your mailbox',
    'password-changed': 'Your password is changed',
    'email-confirmed': 'Your address is confirmed',
    'recovery-request-denied': 'The request is refused',
    'not-me-denied': 'Choose a new password',
    'sessions-ended': 'Where you are signed in',
  });
});

test('nor does axe-core find anything on the pages of the development mailbox', async () => {
  const { page, complaints, close } = await openTab(browser);
  await app.mailbox.waitFor((await app.given.user()).email);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${app.baseUrl}/dev/mailbox`);
    found.push(...(await violationsOn(page)));
    await page.locator('.mails a').first().click();
    found.push(...(await violationsOn(page)));
    // The letter stands in a frame where no script runs, not axe-core's either; so what it holds is looked at outside.
    const source = await page.locator('iframe').getAttribute('src');
    const letter = await page.request.get(new URL(source ?? '', page.url()).href);
    await page.goto('about:blank');
    await page.setContent(await letter.text());
    found.push(...(await violationsOn(page, '.sheet')));
    await page.goto(`${app.baseUrl}/dev/mailbox/preview`);
    found.push(...(await violationsOn(page)));
    await page.getByRole('link', { name: 'recover_password, zh-Hans' }).click();
    found.push(...(await violationsOn(page)));
  }
  expect([found, complaints]).toEqual([[], []]);
  await close();
});
