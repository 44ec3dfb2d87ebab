import type { Browser } from 'playwright-core';
import { LOCALES } from '../../src/locale/locale';
import { violationsOn } from '../support/accessibility';
import type { TestApp } from '../support/app';
import { PHONE } from '../support/browser';
import { useBrowser } from '../support/browser-app';
import { tourPages } from '../support/page-tour';

let app: TestApp;
let browser: Browser;
useBrowser({ LEGACY_RECOVERY: 'safe', THROTTLE: 'off' }, (opened) => ({ app, browser } = opened));

test.each(LOCALES.filter((locale) => locale !== 'en'))(
  'in %s axe-core finds nothing either, no page is wider than a phone, and no value is squeezed',
  async (locale) => {
    const found: unknown[] = [];
    await tourPages(app, browser, { locale, viewport: PHONE }, async (page, name) => {
      found.push(...(await violationsOn(page)).map((violation) => ({ name, violation })));
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > PHONE.width) found.push({ name, width });
      const narrow = await page.evaluate<string[]>('[...document.querySelectorAll("dd")].filter((dd) => dd.clientWidth < 120).map((dd) => dd.innerText)');
      if (narrow.length > 0) found.push({ name, narrow });
      const lang = await page.evaluate<string>('document.documentElement.lang');
      if (!lang.startsWith(locale)) found.push({ name, lang });
    });
    expect(found).toEqual([]);
  },
);
