import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const JWT = 'eyJ0eXAiOiJKV1QifQ.eyJpZCI6MX0.DeefNqb69orzcJu8RIq9ClD4ZPTOF1R6yC1ABiBB6BY';

function check(lines: string[], secrets: string[]): { code: number | null; output: string } {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-check-'));
  try {
    writeFileSync(join(directory, 'worker-1.log'), lines.map((line) => `${line}\n`).join(''));
    writeFileSync(join(directory, 'secrets-1.jsonl'), secrets.map((secret) => `${JSON.stringify(secret)}\n`).join(''));
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check-log.mjs', directory], { encoding: 'utf8' });
    return { code: status, output: stdout + stderr };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('the check of the log', () => {
  it('passes lines without secrets', () => {
    const line = '{"event":"sign_in","path":"/v2/auth/password","time":1234567,"field":"password"}';
    expect(check([line], ['password', '123456', 'Right-Horse-1'])).toMatchObject({ code: 0, output: '1 log lines searched for 3 secrets: 0 found\n' });
  });

  it('passes the ids that a test has offered for tokens', () => {
    const id = '01a2011c-0592-74d8-8e57-6ac2c50cb6cb';
    expect(check([`{"event":"signed_in","sessionId":"${id}"}`], [id]).code).toBe(0);
  });

  it.each([
    ['a password', 'Right-Horse-1', '{"msg":"sign-in with Right-Horse-1 failed"}'],
    ['a password with quotes', 'Right"Horse-1', '{"msg":"Right\\"Horse-1"}'],
    ['a password in a url', 'Grün & Horse', '{"url":"/x?password=Gr%C3%BCn%20%26%20Horse"}'],
    ['a token', JWT, `{"url":"/reset?token=${JWT}&x=1"}`],
    ['a plain word as a whole value', 'wefwef', '{"body":{"password":"wefwef"}}'],
    ['a number as a whole value inside quoted JSON', '123456', '{"body":"{\\"password\\":\\"123456\\"}"}'],
  ])('finds %s', (_, secret, line) => {
    const { code, output } = check(['{"event":"start"}', line], [secret]);
    expect(code).toBe(1);
    expect(output).toContain(`${JSON.stringify(secret)} stands in the line\n  ${line}`);
  });

  it('does not take silence for proof', () => {
    expect(check([], ['Right-Horse-1']).code).toBe(1);
    expect(check(['{"event":"start"}'], []).code).toBe(1);
  });
});
