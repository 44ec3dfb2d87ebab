import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'latchkey-browser-'));
  for (const name of ['chrome', 'mine', 'no-program']) writeFileSync(join(directory, name), '#!/bin/sh\n');
  for (const name of ['chrome', 'mine']) chmodSync(join(directory, name), 0o755);
});
afterAll(() => rmSync(directory, { recursive: true }));

function find(env: Record<string, string>): string {
  return spawnSync(process.execPath, ['scripts/find-browser.mjs'], { encoding: 'utf8', env }).stdout;
}

test('CHROMIUM_PATH names the browser, and then no other is looked for', () => {
  expect(find({ CHROMIUM_PATH: join(directory, 'mine'), PATH: directory })).toBe(join(directory, 'mine'));
  expect(find({ CHROMIUM_PATH: join(directory, 'no-program'), PATH: directory })).toBe('');
  expect(find({ CHROMIUM_PATH: join(directory, 'missing'), PATH: directory })).toBe('');
});

test('else one is found under its usual names, on the path too', () => {
  expect(find({ PATH: directory })).toMatch(/\/(chromium|chromium-browser|google-chrome|google-chrome-stable|chrome)$/);
});

test('npm test says that the browser tests are left out, and counts them as neither', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/test.mjs', 'browser'], {
    encoding: 'utf8',
    env: { ...process.env, CHROMIUM_PATH: join(directory, 'missing') },
  });
  expect(stdout).toContain(`– browser NOT RUN: there is no Chromium at CHROMIUM_PATH=${join(directory, 'missing')}\n`);
  expect([status, stdout.trimEnd().split('\n').at(-1)]).toEqual([0, '0 passed, 0 failed']);
});
