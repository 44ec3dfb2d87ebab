import { generatePassword } from '../../../src/credentials/generated-password';
import { CommonPasswords } from '../../../src/credentials/common-passwords';
import { guessRefusal, lengthRefusal, NATIVE_PASSWORD_RULES, passwordStrength } from '../../../src/credentials/password-policy';
import { personalWords, serviceWords } from '../../../src/credentials/personal-words';

describe('the length of a password', () => {
  const refusal = (password: string, min = 8) => lengthRefusal(password, { min })?.code ?? null;

  it.each([
    ['', 'required'],
    ['1234567', 'too_short'],
    ['😀'.repeat(7), 'too_short'],
    ['x'.repeat(129), 'too_long'],
  ])('refuses %p as %s', (password, code) => {
    expect(refusal(password)).toBe(code);
  });

  it.each(['12345678', 'x'.repeat(128), '😀'.repeat(64), '   spaces   ', 'пароль-из-букв'])('takes %p', (password) => {
    expect(refusal(password)).toBeNull();
  });

  it('counts a composed and a decomposed letter alike', () => {
    expect(refusal('e\u0301'.repeat(7))).toBe('too_short');
  });
});

describe('what is guessed first', () => {
  const owner = { email: 'rosa.lux@garden.example', username: 'redrose', name: 'Rosa Luxemburg' };
  const common = new CommonPasswords().list();
  const refusal = async (password: string) => {
    const guessed = { common: await common, personal: personalWords(owner), service: serviceWords('accounts.acme-corp.example') };
    return guessRefusal(password, NATIVE_PASSWORD_RULES, guessed)?.code ?? null;
  };

  it.each([
    ...['password', 'PASSWORD', 'Password123', 'ｐａｓｓｗｏｒｄ', 'P@$$w0rd', 'passw0rd!!', '!!dragon1', 'trustno1', 'iloveyou', 'Football2026'],
    ...['12345678', '87654321', '1357911357911', 'abcdefgh', 'abcd1234', 'aaaabbbb', 'qwertyuiop', 'qwertasdfg', 'poiuytrewq', 'йцукенгшщз'],
    ...['aaaaaaaa', '😀'.repeat(64), 'abcabcabcabc', 'dragondragondrag', ' '.repeat(20), 'x'.repeat(128)],
  ])('%p is too common', async (password) => {
    expect(await refusal(password)).toBe('too_common');
  });

  it.each(['rosa.lux@garden.example', 'Rosa1919', 'luxemburg!', 'rosaluxemburg', 'RedRose99', 'garden-12', 'rosa-luxemburg'])(
    '%p is personal',
    async (password) => {
      expect(await refusal(password)).toBe('contains_personal_data');
    },
  );

  it.each(['latchkey', 'Latchkey2026!', 'acme-corp1', 'accounts.acme-corp.example'])('%p is the service’s name', async (password) => {
    expect(await refusal(password)).toBe('contains_service_name');
  });

  it.each([
    ...['correct horse battery', 'my-garden-has-48-benches', 'a rose is a rose', 'Right-Horse-1', 'Kq7-xWz2', 'пароль-из-букв', '密码是一只会飞的大象'],
    ...['tall ladder tall ladder', 'acme-corp sells anvils', '2c1743a391305fbf', 'ﷺ'.repeat(8) + 'x1'],
  ])('%p is taken', async (password) => {
    expect(await refusal(password)).toBeNull();
  });

  it('is found soon, whatever the password: no form of it makes the search grow without bound', async () => {
    await common;
    const name = Array.from({ length: 50 }, (_, i) => `ab${String.fromCharCode(97 + (i % 26))}`).join(' ');
    const personal = personalWords({ email: `${'abc.'.repeat(15)}abcd@example.com`, name, username: name });
    const guessed = { common: await common, personal, service: serviceWords('accounts.example.com') };
    const worst = ['a', 'ab', 'a1', '1', '@4301!$5', 'ﷺ', 'é', 'qwertyuiop', 'abc', '\u{1F600}', 'aab'].map((piece) => piece.repeat(128).slice(0, 128));
    for (const password of worst) {
      guessRefusal(password, NATIVE_PASSWORD_RULES, guessed);
      const start = performance.now();
      for (let i = 0; i < 20; i++) guessRefusal(password, NATIVE_PASSWORD_RULES, guessed);
      // It takes a millisecond or two on the event loop; a search that grows with the password would take seconds.
      expect((performance.now() - start) / 20).toBeLessThan(200);
    }
  });
});

describe('the meter', () => {
  it('grows with the length, and shows nothing for a refused one', () => {
    expect(['Kq7-xWz2', 'Kq7-xWz2-mPo', 'correct horse b', 'correct horse battery'].map((password) => passwordStrength(password, null))).toEqual([1, 2, 3, 4]);
    expect(passwordStrength('correct horse battery', { code: 'breached', message: '' })).toBe(0);
  });
});

describe('generatePassword', () => {
  it('makes twenty unmistakable signs, never the same', () => {
    const made = Array.from({ length: 200 }, generatePassword);
    expect(new Set(made).size).toBe(200);
    for (const password of made) expect(password).toMatch(/^[A-HJ-NP-Za-km-z2-9]{22}$/);
  });
});
