import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../../../src/errors/domain-error';
import { ERROR_CODES } from '../../../src/errors/error-kinds';
import type { PageName } from '../../../src/pages/page-data';
import { renderPage, rootOf } from '../../../src/pages/page';
import { STRENGTH_SCRIPT, STYLE } from '../../../src/pages/page-assets';
import { pagesApi } from '../../../src/pages/pages-api';
import { presentText } from '../../../src/pages/dev-message';
import { EVIL, PAGES } from '../../support/page-samples';

const HERE = { url: '/account/recover', headers: {}, method: 'GET' };
const PARTIALS = ['device', 'fault', 'layout', 'new-password', 'strength-words'];

test('every template is a page or a part of pages', () => {
  const files = readdirSync(join(__dirname, '../../../src/pages/templates')).map((file) => file.replace('.hbs', ''));
  expect(files.sort()).toEqual([...Object.keys(PAGES), ...PARTIALS].sort());
});

describe.each(Object.keys(PAGES) as PageName[])('the page %s', (name) => {
  const html = renderPage(name, PAGES[name] as never, HERE);

  test('is one document, with its title, the stylesheet, and no script but the hint at a new password’s strength', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html.match(/<h1>[^<]+<\/h1>/g)).toHaveLength(1);
    expect(html).toMatch(/href="\.\.\/account\/style\.css\?v=[\w-]{12}"/);
    const { version, integrity } = STRENGTH_SCRIPT;
    const hint = `<script src="../account/strength.js?v=${version}" integrity="${integrity.replaceAll('=', '&#x3D;')}" defer></script>`;
    expect(html.match(/<script[^>]*>.*?<\/script>/gs) ?? []).toEqual(html.includes('name="newPassword"') ? [hint] : []);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/i);
  });

  test('shows hostile words as words', () => {
    expect(html).not.toContain(EVIL);
    if (JSON.stringify(PAGES[name]).includes('alert(1)')) expect(html).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}');
  });

  test('labels each field, says what fills it, and posts to this service', () => {
    for (const [input] of html.matchAll(/<input[^>]*>/g)) {
      if (input.includes('type="hidden"')) continue;
      expect(input).toContain(' autocomplete="');
      const id = / id="([^"]+)"/.exec(input)?.[1];
      expect(html).toContain(`<label for="${id}">`);
    }
    for (const [form] of html.matchAll(/<form[^>]*>/g)) expect(form).toMatch(/method="post" action="\.\.\/account\/[a-z/-]+"/);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

test('Yes is offered only where it may be said, No always', () => {
  const page = (mayApprove: boolean, approved = false) =>
    renderPage('recovery-request', { token: 't', at: 'now', device: null, userAgent: null, ip: '192.0.2.1', approved, mayApprove }, HERE);
  expect(page(true).match(/value="(yes|no)"/g)).toEqual(['value="yes"', 'value="no"']);
  expect(page(false).match(/value="(yes|no)"/g)).toEqual(['value="no"']);
  expect(page(true).indexOf('Choose a new password here')).toBeLessThan(page(true).indexOf('value="yes"'));
  expect(page(true)).toContain('<a class="button" href="../account/recover/confirm?token=t">');
  expect(page(true)).toContain('<dd>unknown</dd>');
  expect(page(false)).toContain('A Yes is not possible from here');
  expect(page(false, true)).toContain('You have said Yes');
  expect(page(false, true)).not.toContain('not possible');
});

test('without a fault there is no fault', () => {
  expect(renderPage('recover', { email: '', fault: null }, HERE)).not.toContain('class="fault"');
});

test.each([
  ['/account/recover', '../'],
  ['/account/recover/confirm?token=a/b', '../../'],
  ['/account/recover/', '../../'],
  ['/account', './'],
])('from %s the root is at %s', (url, root) => {
  expect(rootOf(url)).toBe(root);
  expect(new URL(`${root}account/style.css`, `https://example.com/prefix${url}`).pathname).toBe('/prefix/account/style.css');
});

test('a failure on a page is a page, told with the status and the headers of one', () => {
  const fault = pagesApi.renderFault(new DomainError('one_time_token_spent'), { url: '/account/recover/confirm?token=x', headers: {} });
  expect(fault.status).toBe(410);
  expect(fault.contentType).toBe('text/html; charset=utf-8');
  expect(fault.body).toContain('<h1>This link no longer works</h1>');
  expect(fault.body).toContain('<a class="button" href="../../account/recover">Ask for a new link</a>');
  expect(fault.headers).toEqual({
    'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'$/) as string,
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  expect([pagesApi.owns('/account/x'), pagesApi.owns('/accounts'), pagesApi.owns('/v2/users')]).toEqual([true, false, false]);
});

test.each(ERROR_CODES)('%s is said in a title and a sentence for people', (code) => {
  const { body } = pagesApi.renderFault(new DomainError(code), { url: '/account/confirm-email', headers: {} });
  expect(body).toMatch(/<h1>[A-Z][^<]+<\/h1>\n\s*<p>[A-Z][^<]+[.]<\/p>/);
});

test('the text of a mail is cut at its links, and only there', () => {
  expect(presentText('see\nhttp://localhost:3000/a?b=c&d\n<b>')).toEqual([
    { text: 'see\n', link: null },
    { text: 'http://localhost:3000/a?b=c&d', link: 'http://localhost:3000/a?b=c&d' },
    { text: '\n<b>', link: null },
  ]);
  expect(presentText('no javascript:alert(1) link')).toEqual([{ text: 'no javascript:alert(1) link', link: null }]);
});

test('the stylesheet fetches nothing', () => {
  expect(STYLE.text).not.toMatch(/url\(|@import/);
});
