import { claimedDevice, derivedDevice, type Device, deviceName, namedLabel } from '../../../src/sessions/device';

const from = (userAgent: string | null, claims = {}): Device => derivedDevice(claims, { ip: '192.0.2.1', userAgent });

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('a device read from its User-Agent', () => {
  test.each([
    ['Chrome on macOS', `${MAC} ${WEBKIT} Chrome/130.0.0.0 Safari/537.36`],
    ['Safari on macOS', `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15`],
    ['Firefox on Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0'],
    ['Microsoft Edge on Windows', `${WINDOWS} ${WEBKIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`],
    ['Opera on Windows', `${WINDOWS} ${WEBKIT} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0`],
    ['Chrome on Linux', `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/130.0.0.0 Safari/537.36`],
    ['Firefox on Linux', 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'],
    ['Chrome on Chrome OS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/130.0.0.0 Safari/537.36`],
    ['Samsung Internet on Android', `Mozilla/5.0 (Linux; Android 14; SM-S918B) ${WEBKIT} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36`],
    ['Chrome on Android', `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/130.0.0.0 Mobile Safari/537.36`],
    ['Safari on iOS', `${IPHONE} Version/17.4 Mobile/15E148 Safari/604.1`],
    ['Chrome on iOS', `${IPHONE} CriOS/130.0.6723.37 Mobile/15E148 Safari/604.1`],
    ['Firefox on iOS', `${IPHONE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15`],
  ])('a browser: %s', (label, userAgent) => {
    expect(from(userAgent).label).toBe(label);
  });

  test.each<[string, string, (string | null)[]]>([
    ['curl', 'curl/8.5.0', [null, null, 'curl', '8.5.0']],
    ['okhttp', 'okhttp/4.12.0', [null, null, 'okhttp', '4.12.0']],
    ['Mixapp on iOS', 'Mixapp/2.3.1 CFNetwork/1494.0.7 Darwin/23.4.0', ['iOS', null, 'Mixapp', '2.3.1']],
    ['My App on iOS', 'My%20App/1 CFNetwork/1494.0.7 Darwin/23.4.0', ['iOS', null, 'My App', '1']],
    ['Mixapp on macOS', 'Mixapp/2.3.1 CFNetwork/1128.0.1 Darwin/19.6.0 (x86_64)', ['macOS', null, 'Mixapp', '2.3.1']],
    ['UProgress on iOS', 'UProgress/3.2 (iPhone; iOS 17.4; Scale/3.00)', ['iOS', '17.4', 'UProgress', '3.2']],
    ['UProgress on iOS', 'UProgress/3.2 (com.example.uprogress; build:12; iOS 17.4.0) Alamofire/5.9.0', ['iOS', '17.4.0', 'UProgress', '3.2']],
    ['UProgress on Android', 'UProgress/3.2 (Linux; Android 14; Pixel 8)', ['Android', '14', 'UProgress', '3.2']],
    ['Android', 'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A)', ['Android', '14', null, null]],
    ['Dart', 'Dart/3.3 (dart:io)', [null, null, 'Dart', '3.3']],
    ['appmixer-cli', 'appmixer-cli/4.1.0 node/18', [null, null, 'appmixer-cli', '4.1.0']],
    ['python-requests', 'python-requests/2.31.0', [null, null, 'python-requests', '2.31.0']],
    ['node', 'node', [null, null, 'node', null]],
  ])('another program: %s', (label, userAgent, facts) => {
    const { platform, platformVersion, appName, appVersion, label: told } = from(userAgent);
    expect([told, [platform, platformVersion, appName, appVersion]]).toEqual([label, facts]);
  });

  test.each([null, '', '  ', '<b>x</b>', '{{7*7}}<b>', '/', '(x)', 'a,b', `"'><script>`, '\u00e9\u00e9/1'])('nothing is made of %j', (userAgent) => {
    const { platform, appName, label } = from(userAgent);
    expect([platform, appName, label]).toEqual([null, null, null]);
  });

  test('every field is bounded, and an absurd length costs nothing', () => {
    const begun = performance.now();
    for (const userAgent of [`${'x'.repeat(16_000)}/1`, `Mozilla/5.0 ${'(('.repeat(8_000)}`, `x/${'1.'.repeat(8_000)} (`, `a/1 iOS ${'1'.repeat(9_000)}`]) {
      for (const value of Object.values({ ...from(userAgent), userAgent: null })) expect(value?.length ?? 0).toBeLessThanOrEqual(100);
    }
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

test('what the client says wins over its User-Agent', () => {
  const said = { label: "Ann's phone", appName: 'Acme' };
  expect(from('curl/8.5.0', said)).toMatchObject({ ...said, appVersion: '8.5.0', platform: null });
});

test('a label made of long names is cut between characters, of which each may take two units', () => {
  const { label } = from(null, { appName: 'x'.repeat(95), platform: '🦊'.repeat(100) });
  expect(label).toBe(`${'x'.repeat(95)} on 🦊`);
  expect(from(null, { appName: 'x', platform: '🦊'.repeat(100) }).label).toBe(`x on ${'🦊'.repeat(95)}`);
});

test('a name tells devices apart only where it is more than the application', () => {
  const chrome = `${MAC} ${WEBKIT} Chrome/130.0.0.0 Safari/537.36`;
  expect([from(chrome), from(chrome, { label: 'Study' }), from(null)].map(namedLabel)).toEqual([null, 'Study', null]);
});

test('a device is called by its label, its application or its User-Agent', () => {
  const origin = { ip: null, userAgent: 'okhttp/4.12.0' };
  expect(deviceName(claimedDevice({ label: 'Study', appName: 'Acme' }, origin))).toBe('Study');
  expect(deviceName(claimedDevice({ platform: 'iOS', appName: 'Acme' }, origin))).toBe('Acme on iOS');
  expect(deviceName(claimedDevice({}, origin))).toBe('okhttp');
  expect(deviceName(claimedDevice({}, { ip: null, userAgent: null }))).toBeNull();
});
