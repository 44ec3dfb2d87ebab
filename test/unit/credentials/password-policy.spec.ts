import { generatePassword } from '../../../src/credentials/generated-password';
import { checkNewPassword } from '../../../src/credentials/password-policy';

function refusal(password: string, min = 8): string | null {
  try {
    checkNewPassword(password, { min }, 'newPassword');
    return null;
  } catch (error) {
    const { faults } = error as { faults: { field: string; code: string }[] };
    expect(faults[0]?.field).toBe('newPassword');
    return faults[0]?.code ?? '';
  }
}

describe('checkNewPassword', () => {
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

describe('generatePassword', () => {
  it('makes twenty unmistakable signs, never the same', () => {
    const made = Array.from({ length: 200 }, generatePassword);
    expect(new Set(made).size).toBe(200);
    for (const password of made) expect(password).toMatch(/^[A-HJ-NP-Za-km-z2-9]{22}$/);
  });
});
