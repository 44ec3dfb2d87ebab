import { comparable } from '../../../src/users/identifier';
import { isMailAddress, storedAddress } from '../../../src/users/mail-address';

const ASCII = /[\u0020-\u007e]/;
const everyLetter = Array.from({ length: 0x1_0000 - 0x80 }, (_, i) => String.fromCharCode(0x80 + i));

const isTaken = (text: string): boolean => isMailAddress(storedAddress(text));

describe('an e-mail address', () => {
  it('has no letter that is an ASCII one when addresses are compared', () => {
    const posing = everyLetter.filter((letter) => ASCII.test(comparable(letter)));
    expect(posing).toEqual(expect.arrayContaining(['\u0130', '\u212a']));
    expect(posing.filter((letter) => isTaken(`a${letter}b@example.com`))).toEqual([]);
    expect(isTaken('aI\u0307b@example.com')).toBe(false);
  });

  it('is otherwise of any letters, composed', () => {
    for (const address of ['ann@example.com', 'åsa@example.com', 'иван@example.com', 'mıke@example.com', 'ann@münchen.de', 'ann@faß.de', 'ann@💩.la']) {
      expect(isTaken(` ${address.normalize('NFD')} `)).toBe(true);
      expect(storedAddress(` ${address.normalize('NFD')} `)).toBe(address.normalize('NFC'));
    }
  });

  it.each(['Ann@Example.COM', 'ann@МОСКВА.рф', 'ann@ΝΙΚΟΣ.gr'])('may have its domain in any case: %s', (address) => {
    expect([isTaken(address), storedAddress(address)]).toEqual([true, address]);
  });

  it.each(['\u200b', '\u00ad', '\u2060', '\ufe0f', '\u034f', '\u202e', '\ufeff', '\u3164', '\u{e0041}', '\u180e'])(
    'has no invisible sign in it, of which its mailbox would know nothing: %j',
    (sign) => {
      expect([`a${sign}nn@example.com`, `ann@exam${sign}ple.com`].filter(isTaken)).toEqual([]);
    },
  );

  it('loses those around it, which come along when it is copied', () => {
    expect(storedAddress('\u{e0041}\u200b \ufeffann@example.com\u200b\u200e\n\u{e0100}')).toBe('ann@example.com');
    expect(comparable('Ann@example.com\u200b')).toBe('ann@example.com');
    expect(storedAddress('\u200b \u200b')).toBe('');
  });

  it.each(['ſite.com', 'ﬁrma.com', 'ⅷ.com', 'ｅxample.com', '日本。com', 'ẞ.de', 'xn--a.com', 'xn--.com'])(
    'has no domain that a mail program turns into another one: %s',
    (domain) => {
      expect(isTaken(`ann@${domain}`)).toBe(false);
    },
  );

  it('is the same with its domain in letters and in xn-- labels', () => {
    expect(storedAddress('Ann@XN--mnchen-3ya.de')).toBe('Ann@münchen.de');
    expect(storedAddress('ann@mail.xn--p1ai')).toBe('ann@mail.рф');
    expect(isTaken('ann@xn--mnchen-3ya.de')).toBe(true);
    expect(comparable('Ann@xn--mnchen-3ya.de')).toBe(comparable('ann@MÜNCHEN.de'));
    expect(storedAddress('ann@xn--a.com')).toBe('ann@xn--a.com');
  });

  it('of 16 KiB of invisible signs is told at once', () => {
    const address = `a${'\u200b'.repeat(16_384)}@example.com`;
    expect([isTaken(address), storedAddress(address)]).toEqual([false, address]);
  });
});
