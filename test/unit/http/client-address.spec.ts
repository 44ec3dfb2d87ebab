import { plainAddress, trusting } from '../../../src/http/client-address';

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:51234', '203.0.113.9'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['[::FFFF:203.0.113.9]:80', '203.0.113.9'],
  ['fe80::1%eth0', 'fe80::1'],
  ['[fe80::1%eth0]:80', 'fe80::1'],
  // A port behind an IPv6 address without brackets is a part of it: nothing tells them apart.
  ['2001:db8::1:443', '2001:db8::1:443'],
])('%s is the address %s', (written, address) => {
  expect(plainAddress(written)).toBe(address);
});

test.each([
  '',
  'unknown',
  '_hidden',
  '203.0.113.9:',
  '203.0.113.9:1:2',
  '203.0.113.999',
  '203.0.113',
  '[2001:db8::1',
  '[]:80',
  '[203.0.113.9',
  ':80',
  undefined,
])('%j is none', (written) => {
  expect(plainAddress(written)).toBeNull();
});

describe('a trusted proxy', () => {
  const trusts = trusting(['10.1.0.0/16', '192.0.2.7', 'loopback', '2001:db8:1::/48']);
  it.each(['10.1.2.3', '10.1.2.3:4711', '::ffff:10.1.2.3', '192.0.2.7', '127.0.0.1', '::1', '[::1]:80', '2001:db8:1:ff::9', '[2001:db8:1::9]:443'])(
    'is %s',
    (address) => {
      expect(trusts(address)).toBe(true);
    },
  );

  it.each(['10.2.0.1', '192.0.2.8', '192.0.2.8:4711', '2001:db8:2::1', 'fe80::1', 'unknown', '', undefined])('is not %s', (address) => {
    expect(trusts(address)).toBe(false);
  });

  it('is one of a private network by that name', () => {
    const near = trusting(['linklocal', 'uniquelocal']);
    expect(['10.9.9.9', '172.31.0.1', '192.168.7.7', 'fd00::1', 'fe80::1%eth0', '169.254.1.1'].map(near)).toEqual(Array(6).fill(true));
    expect(['172.32.0.1', '192.169.0.1', '127.0.0.1', '2001:db8::1'].map(near)).toEqual(Array(4).fill(false));
  });
});
