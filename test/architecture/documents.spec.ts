import { environment } from '../../src/config/environment';
import { ERROR_KINDS } from '../../src/errors/error-kinds';
import { fileOfRepository } from '../support/sources';

/** In a table of docs/errors.md each code begins a row: | `code` | … */
function documentedCodes(): string[] {
  return [...fileOfRepository('docs/errors.md').matchAll(/^\| ?`([a-z_]+)`/gm)].map((match) => match[1] ?? '').sort();
}

/** `.env.example` names each setting once, set or commented out: `NAME=` or `# NAME=`. */
function documentedSettings(): string[] {
  return [...fileOfRepository('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map((match) => match[1] ?? '').sort();
}

describe('the documents agree with the code', () => {
  it('docs/errors.md has a row for every error code, and no other', () => {
    expect(documentedCodes()).toEqual(Object.keys(ERROR_KINDS).sort());
  });

  it('.env.example has every setting, and no other', () => {
    expect(documentedSettings()).toEqual(Object.keys(environment.shape).sort());
  });
});
