import { isSameNetwork, networkOf } from '../../../src/limits/network';

describe('networkOf', () => {
  it.each([
    ['192.0.2.17', '192.0.2.17'],
    ['::ffff:192.0.2.17', '192.0.2.17'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['', 'unknown'],
    ['unknown', 'unknown'],
    ['203.0.113.999', 'unknown'],
    ['a forged name', 'unknown'],
    [null, 'unknown'],
  ])('counts %s under %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

describe('isSameNetwork', () => {
  it.each([
    ['192.0.2.17', '192.0.2.200', true],
    ['192.0.2.17', '192.0.3.17', false],
    ['192.0.2.17', '::ffff:192.0.2.1', true],
    ['2001:db8:1:2::1', '2001:db8:1:ffff::9', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
    ['192.0.2.17', '2001:db8::1', false],
    ['unknown', 'unknown', false],
    [null, null, false],
    [null, '192.0.2.17', false],
  ])('%s and %s: %p', (one, other, same) => {
    expect(isSameNetwork(one, other)).toBe(same);
  });
});
