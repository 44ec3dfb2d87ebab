import { DomainError } from '../../../src/errors/domain-error';
import { checkScopes } from '../../../src/users/scopes';

describe('scopes', () => {
  it('are stored once each, behind the one that everybody holds', () => {
    expect(checkScopes([])).toEqual(['user']);
    expect(checkScopes(['admin'])).toEqual(['user', 'admin']);
    expect(checkScopes(['admin', 'user', 'admin', 'desk:read_1.x-y'])).toEqual(['user', 'admin', 'desk:read_1.x-y']);
    expect(checkScopes(['a'.repeat(64)])).toEqual(['user', 'a'.repeat(64)]);
  });

  it.each(['', 'Admin', '1st', 'with space', 'a,b', 'admin\n', 'ä', '-x', 'a'.repeat(65)])('may not be %j', (name) => {
    expect(() => checkScopes(['user', name])).toThrow(new DomainError('invalid_input'));
  });

  it('are at most 50, each counted once', () => {
    const names = Array.from({ length: 49 }, (_, i) => `desk-${i}`);
    expect(checkScopes([...names, ...names, 'user'])).toHaveLength(50);
    expect(() => checkScopes([...names, 'one-more'])).toThrow(new DomainError('invalid_input'));
  });
});
