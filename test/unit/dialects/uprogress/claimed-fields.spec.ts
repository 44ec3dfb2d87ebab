import { plainToInstance } from 'class-transformer';
import { AsNick } from '../../../../src/dialects/uprogress/checks';
import { claimsOf, nickOf } from '../../../../src/dialects/uprogress/claimed-fields';

class WithNick {
  @AsNick()
  nick?: string | null;
}

it.each([
  ['Anna.Maria-Lee B', 'anna_maria_lee_b'],
  [' ann ', 'ann'],
  ['a..b', 'a__b'],
  ['ÅSA', 'åsa'],
  ['Ann@Example-Site.com', null],
  ['', null],
  ['  ', null],
  [null, null],
  [undefined, null],
])('the nick %p is stored as %p', (sent, stored) => {
  expect(nickOf(plainToInstance(WithNick, { nick: sent }).nick)).toBe(stored);
});

const NOTHING = { platform: null, platformVersion: null, appName: null, appVersion: null, provider: 'UProgress' };

it.each([
  [{}, NOTHING],
  [{ platform: '', app: '', provider: '' }, NOTHING],
  [{ platform: null, app_name: null, app: null, provider: null }, NOTHING],
  [{ app: 'Google Chrome' }, { ...NOTHING, appName: 'Google Chrome' }],
  [
    { app: 'Google Chrome', app_name: 'Chromium' },
    { ...NOTHING, appName: 'Chromium' },
  ],
  [
    { platform: 'macOS', platform_version: '10.11', app: 'Google Chrome', app_version: '56.14.3', provider: 'Facebook' },
    { platform: 'macOS', platformVersion: '10.11', appName: 'Google Chrome', appVersion: '56.14.3', provider: 'Facebook' },
  ],
])('the authorization %j claims %j', (authorization, claims) => {
  expect(claimsOf(authorization)).toEqual(claims);
});
