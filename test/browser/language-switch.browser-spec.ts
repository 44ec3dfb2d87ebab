import type { Browser, Page } from 'playwright-core';
import { LOCALES } from '../../src/locale/locale';
import { DE } from '../../src/pages/words/de';
import { EN } from '../../src/pages/words/en';
import type { TestApp } from '../support/app';
import { PHONE } from '../support/browser';
import { useBrowser } from '../support/browser-app';
import { tourPages } from '../support/page-tour';

let app: TestApp;
let browser: Browser;
useBrowser({ LEGACY_RECOVERY: 'safe', THROTTLE: 'off' }, (opened) => ({ app, browser } = opened));

const WORDS = Object.keys(EN) as (keyof typeof EN)[];
/** What an English heading may be in German: some texts stand for two. */
const german = (heading: string) => WORDS.filter((key) => EN[key] === heading).map((key) => DE[key]);
const headingOf = (page: Page) => page.locator('h1').innerText();

test('every page can be had in every language by a click, also the answer to a form, which is not posted again', async () => {
  const seen = await tourPages(app, browser, { viewport: PHONE }, async (page, name) => {
    const heading = await headingOf(page);
    expect([name, await page.locator('nav.languages a').count()]).toEqual([name, LOCALES.length]);
    const other = await page.context().newPage();
    const address = (await page.getByRole('link', { name: 'Deutsch' }).getAttribute('href')) ?? '';
    await other.goto(new URL(address, page.url()).href);
    expect([name, german(heading)]).toEqual([name, expect.arrayContaining([await headingOf(other)])]);
    await other.close();
  });
  expect(seen.length).toBeGreaterThan(20);
});
