import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../../src/cli/run';
import { keepLogLine } from './capture';
import { registerSecret } from './secrets';

/** What a command left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds for a command, the build included where it is stale; one that hangs is killed and has no exit code of its own. */
const PATIENCE = 90_000;

type Settings = Readonly<Record<string, string>>;

/** Carries out an operator's command in this process, by the same function that the program calls. */
export async function latchkey(settings: Settings, ...argv: string[]): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const code = await run(argv, { environment: settings, out: (text) => (stdout += text), err: (text) => (stderr += text) });
  return kept(argv, { code, stdout, stderr });
}

/** Carries out a command as `npm run --silent latchkey -- …` does, in a process of its own, on the built program. */
export function latchkeyProcess(settings: Settings, directory: string, ...argv: string[]): Promise<Outcome> {
  const script = join(__dirname, '..', '..', 'scripts', 'latchkey.mjs');
  const env = { PATH: process.env['PATH'], ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...argv], { cwd: directory, env, timeout: PATIENCE, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.killed === true ? NaN : Number(error.code ?? 1);
      resolve(kept(argv, { code, stdout, stderr }));
    });
  });
}

/** The one JSON document of a command that went well. */
export function resultOf({ code, stdout, stderr }: Outcome): Record<string, unknown> {
  if (code !== 0) throw new Error(`the command failed: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** What a command said besides its log. */
export function complaintOf({ stderr }: Outcome): string {
  return stderr
    .split('\n')
    .filter((line) => !line.startsWith('{'))
    .join('\n')
    .trim();
}

// What is said on stderr is log, and no secret may stand in it.
function kept(argv: readonly string[], outcome: Outcome): Outcome {
  const password = argv[argv.indexOf('--password') + 1];
  if (argv.includes('--password') && password !== undefined) registerSecret(password);
  for (const [key] of outcome.stdout.matchAll(/lks_[\w-]+/g)) registerSecret(key);
  keepLogLine(outcome.stderr);
  return outcome;
}
