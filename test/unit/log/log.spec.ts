import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Log } from '../../../src/log/log';

const facts = { api: 'native', method: 'GET', route: '/x' } as const;
const served = { id: 'r1', status: 200, milliseconds: 1, ip: '192.0.2.1' };

function heard(level: 'info' | 'warn' = 'info') {
  const writes: string[] = [];
  return { writes, log: Log.to(level, { write: (text) => writes.push(text) }) };
}

describe('the log', () => {
  it('writes events at once, and requests together and in their place', () => {
    jest.useFakeTimers();
    try {
      const { writes, log } = heard();
      const write = log.requestsOf(facts);
      write(served, 1);
      write(served, 2);
      expect(writes).toEqual([]);
      log.event('happened');
      expect(writes).toHaveLength(1);
      expect(events(writes)).toEqual(['request', 'request', 'happened']);
      write(served, 3);
      jest.advanceTimersByTime(100);
      expect(events(writes)).toEqual(['request', 'request', 'happened', 'request']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('writes what is kept when it is much, without waiting', () => {
    const { writes, log } = heard();
    const write = log.requestsOf(facts);
    for (let i = 0; i < 1_000; i++) write(served, i);
    expect(writes.length).toBeGreaterThan(1);
    log.flush();
    expect(events(writes)).toHaveLength(1_000);
  });

  it('writes no line of a request when the level is above it', () => {
    const { writes, log } = heard('warn');
    log.requestsOf(facts)(served, 1);
    log.flush();
    expect(writes).toEqual([]);
  });

  it('keeps a forged address inside its line', () => {
    const { writes, log } = heard();
    log.requestsOf(facts)({ ...served, ip: '1.2.3.4"}\n{"event":"forged' }, 1);
    log.flush();
    expect(events(writes)).toEqual(['request']);
  });

  it('is JSON also where the caller’s address is not known', () => {
    const { writes, log } = heard();
    log.requestsOf(facts)({ ...served, ip: null }, 1);
    log.flush();
    expect(JSON.parse(writes.join(''))).toMatchObject({ event: 'request', ip: null });
  });

  it.each([[{ password: 'S3cret' }], [{ body: { refreshToken: 'S3cret' } }], [{ a: { headers: { authorization: 'S3cret' } } }]])('redacts %j', (given) => {
    const { writes, log } = heard();
    log.event('careless', given);
    expect(writes.join('')).toContain('[redacted]');
    expect(writes.join('')).not.toContain('S3cret');
  });
});

describe('the end of the program', () => {
  const CJS = join(__dirname, '../../support/log-to-the-end.cjs');
  it.each(['exit', 'throw', 'reject', 'return'])(
    'loses no line by %s',
    (end) => {
      const { stdout } = spawnSync(process.execPath, [CJS, end], { encoding: 'utf8' });
      const said = stdout.trim().split('\n');
      expect(said).toHaveLength(2_001);
      expect(JSON.parse(said[2_000]!)).toMatchObject({ event: 'request', status: 200 });
    },
    30_000,
  ); // the start of a process, on a machine that may be busy
});

function events(writes: string[]): unknown[] {
  return writes
    .join('')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: unknown }).event);
}
