import { loadConfig } from '../../../src/config/load-config';
import { LegacyPasswordRules } from '../../../src/credentials/legacy-password-rules';
import { NATIVE_PASSWORD_RULES } from '../../../src/credentials/password-policy';

const SECRET = Buffer.from([...Array(32).keys()]).toString('base64');

const rulesWith = (variables: Record<string, string>) => new LegacyPasswordRules(loadConfig({ LATCHKEY_LOCAL: '1', LATCHKEY_SECRET: SECRET, ...variables }));

test.each([[{}], [{ LEGACY_PASSWORD_POLICY: 'legacy' }]])('a format has its own minimum with %j', (variables) => {
  expect(rulesWith(variables).of(5)).toEqual({ min: 5 });
});

test('with LEGACY_PASSWORD_POLICY=native every format has the native rules', () => {
  expect(rulesWith({ LEGACY_PASSWORD_POLICY: 'native' }).of(5)).toBe(NATIVE_PASSWORD_RULES);
});
