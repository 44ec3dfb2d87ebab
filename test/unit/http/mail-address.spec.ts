import { isMailAddress, trimmedAddress } from '../../../src/http/fields';
import { comparable } from '../../../src/users/identifier';

const ASCII = /[\u0020-\u007e]/;
const everyLetter = Array.from({ length: 0x1_0000 - 0x80 }, (_, i) => String.fromCharCode(0x80 + i));

describe('an e-mail address', () => {
  it('has no letter that is an ASCII one when addresses are compared', () => {
    const posing = everyLetter.filter((letter) => ASCII.test(comparable(letter)));
    expect(posing).toEqual(expect.arrayContaining(['\u0130', '\u212a']));
    expect(posing.filter((letter) => isMailAddress(trimmedAddress(`a${letter}b@example.com`)))).toEqual([]);
    expect(isMailAddress(trimmedAddress('aI\u0307b@example.com'))).toBe(false);
  });

  it('is otherwise of any letters, composed', () => {
    for (const address of ['ann@example.com', 'åsa@example.com', 'иван@example.com', 'mıke@example.com']) {
      expect(isMailAddress(trimmedAddress(` ${address.normalize('NFD')} `))).toBe(true);
      expect(trimmedAddress(` ${address.normalize('NFD')} `)).toBe(address.normalize('NFC'));
    }
  });
});
