import { DomainError, invalidField } from '../../../src/errors/domain-error';
import { ERROR_CODES } from '../../../src/errors/error-kinds';
import { LOCALES } from '../../../src/locale/locale';
import { formFault } from '../../../src/pages/form-fault';
import { renderPage } from '../../../src/pages/page';
import type { PageName } from '../../../src/pages/page-data';
import { languageOf, spoken } from '../../../src/pages/page-language';
import { pagesApi } from '../../../src/pages/pages-api';
import { EN } from '../../../src/pages/words/en';
import { PAGES } from '../../support/page-samples';

const TAGS = { en: 'en', de: 'de', es: 'es', fr: 'fr', ru: 'ru', zh: 'zh-Hans' };
const NOW = new Date('2026-11-21T12:00:00Z');
const KEY = /\b(field|fact|link|password|recover|sent|choose|changed|confirm|confirmed|request|not-me|sign-in|sessions|dead|fault)\.[a-z_-]+\b/;
const ENGLISH_SENTENCES = Object.values(EN).filter((text) => /^[A-Z].{12,}/.test(text) && !text.includes('{'));
const FOR_PEOPLE = (Object.keys(PAGES) as PageName[]).filter((name) => !name.startsWith('dev-'));

const page = (name: PageName, url: string, headers = {}) => renderPage(name, PAGES[name] as never, { url, headers, method: 'GET' });

describe.each(LOCALES)('in %s', (locale) => {
  test.each(FOR_PEOPLE)('the page %s says all in that language', (name) => {
    const html = page(name, `/account/x?lang=${locale}`);
    expect(html).toContain(`<html lang="${TAGS[locale]}">`);
    expect(html.replace(/(href|action)="[^"]*"/g, '')).not.toMatch(KEY);
    expect(html).not.toMatch(/\{\w+(,|\})(?!\})/);
    if (locale !== 'en') expect(ENGLISH_SENTENCES.filter((text) => html.includes(text))).toEqual([]);
  });

  test.each(ERROR_CODES)('%s is said in a title and a sentence', (code) => {
    const { body } = pagesApi.renderFault(new DomainError(code), { url: `/account/confirm-email?lang=${locale}`, headers: {} });
    expect(body).toMatch(/<h1>[^<]{2,}<\/h1>\n\s*<p>[^<]{4,}[.。]<\/p>/);
    expect(body).not.toMatch(KEY);
    if (locale !== 'en') expect(ENGLISH_SENTENCES.filter((text) => String(body).includes(text))).toEqual([]);
  });

  test('a page leads on in the language that was chosen, by every link and form', () => {
    for (const name of FOR_PEOPLE) {
      const html = page(name, `/account/x?token=t&lang=${locale}`).replace(/<nav.*<\/nav>/s, '');
      for (const [, address] of html.matchAll(/(?:href|action)="(\.\.\/account\/(?!style)[^"]*)"/g))
        expect([name, address]).toEqual([name, expect.stringContaining(`lang=${locale}`)]);
    }
  });

  test('a refused field has a sentence, an unknown fault too', () => {
    const request = { url: `/?lang=${locale}`, headers: {} };
    const faults = ['required', 'too_short', 'too_long', 'too_common', 'contains_personal_data', 'contains_service_name', 'breached', 'something_new'];
    const said = faults.map((code) => formFault(invalidField('newPassword', code, 'must be English'), request).message);
    expect(new Set(said).size).toBe(faults.length);
    for (const sentence of said) expect(sentence).toMatch(/^[^{]+[.。]$/);
    expect(said.join()).not.toContain('must be English');
  });
});

test.each([
  ['en', 'no longer works. After 10 minutes, or 5 tries, ask'],
  ['ru', 'не действует. Через 10 минут или после 5 попыток запросите'],
  ['zh', '已失效。超过 10 分钟或尝试 5 次后'],
])('in %s a wrong code is told with its life and its tries', (lang, words) => {
  expect(formFault(new DomainError('recovery_code_wrong'), { url: `/?lang=${lang}`, headers: {} }).message).toContain(words);
});

test.each([
  ['/account/x?lang=de', 'fr', 'de', 'de'],
  ['/account/x', 'fr-CA, en;q=0.5', 'fr', null],
  ['/account/x?lang=xx', 'ru', 'ru', null],
  ['/account/x?lang=de&lang=fr', 'ru', 'de', 'de'],
  ['/account/x?lang[]=de', 'sv, zh-TW;q=0.4', 'zh', null],
  ['/account/x?lang=__proto__', '*', 'en', null],
])('%s of a browser that prefers %s is answered in %s', (url, accepted, locale, chosen) => {
  expect(languageOf({ url, headers: { 'accept-language': accepted } })).toMatchObject({ locale, chosen });
});

test('the switch leads to the same page, with its token, in each language', () => {
  const links = (html: string) =>
    [...html.matchAll(/<li><a href="([^"]*)" lang="([\w-]+)" hreflang="\2"( aria-current="true")?>/g)].map(([, href, tag]) => [
      tag,
      href!.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'),
    ]);
  expect(links(page('notice', '/account/recover/confirm?token=t&x=y'))).toContainEqual(['de', '?token=t&lang=de']);
  expect(links(page('recover', '/account/recover'))).toContainEqual(['zh-Hans', '../account/recover?lang=zh']);
  expect(links(page('recover', '/account/recover'))).toHaveLength(6);
  const posted = (name: PageName, url = '/account/not-me') => renderPage(name, PAGES[name] as never, { url, headers: {}, method: 'POST' });
  expect(links(posted('notice'))).toEqual([]);
  expect(links(posted('password-changed', '/account/recover/confirm?token=spent'))).toContainEqual(['de', '../../account/recover/changed?lang=de']);
  expect(links(posted('choose-password'))[1]![1]).toMatch(/^\.\.\/account\/recover\/confirm\?token=.+&lang=de$/);
  expect(page('dev-mailbox', '/dev/mailbox?lang=de')).toMatch(/^<!doctype html>\n<html lang="en">(?!.*<nav)/s);
});

test.each([
  ['en', 'just now (21 November 2026 at 12:00 UTC)', '3 hours ago (21 November 2026 at 09:00 UTC)'],
  ['de', 'gerade eben (21. November 2026 um 12:00 UTC)', 'vor 3 Stunden (21. November 2026 um 09:00 UTC)'],
  ['ru', 'только что (21 ноября 2026 г. в 12:00 UTC)', '3 часа назад (21 ноября 2026 г. в 09:00 UTC)'],
])('in %s a time is told by how long ago it was, and by its date', (lang, now, earlier) => {
  const language = languageOf({ url: `/?lang=${lang}`, headers: {} });
  expect(spoken(language, NOW, NOW)).toBe(now);
  expect(spoken(language, new Date(NOW.getTime() - 3 * 3_600_000), NOW)).toBe(earlier);
});
