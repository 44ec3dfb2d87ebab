import { comparable, identifierText, storedUsername } from '../../../src/users/identifier';

describe('identifiers', () => {
  it('compares trimmed, composed and without regard to case', () => {
    expect(comparable(' Zoe\u0308@Example.COM ')).toBe('zoë@example.com');
  });

  it.each([
    ['ΣΟΦΟΣ', 'ΣΟφοσ'],
    ['İstanbul', 'istanbul'],
    ['ÉCOLE', 'école'],
  ])('sees no difference between %s and %s', (one, other) => {
    expect(comparable(one)).toBe(comparable(other));
  });

  it('prefers the e-mail address and takes either field', () => {
    expect(identifierText({ email: 'A@b.c', username: 'ann' })).toBe('A@b.c');
    expect(identifierText({ username: ' Zoe\u0308 ' })).toBe('Zoë');
    expect(identifierText({})).toBe('');
  });
});

describe('storedUsername', () => {
  it('keeps a username as it is written', () => {
    expect(storedUsername(' Ann ', 'ann@example.com')).toBe('Ann');
  });

  it.each([null, undefined, '', '  '])('stores none for %p', (username) => {
    expect(storedUsername(username, 'ann@example.com')).toBeNull();
  });

  it("stores none for the account's own address", () => {
    expect(storedUsername('Ann@Example.com', 'ann@example.com')).toBeNull();
  });

  it("refuses somebody else's address", () => {
    expect(() => storedUsername('bob@example.com', 'ann@example.com')).toThrow(
      expect.objectContaining({ code: 'invalid_input', faults: [expect.objectContaining({ field: 'username', code: 'not_own_email' })] }) as Error,
    );
  });
});
