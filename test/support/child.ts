import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { keepLogLine } from './capture';

export interface ChildResult {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a Node script of the repository to its end. What it prints as errors counts as log. */
export async function runScript(path: string, environment: Record<string, string>, input = ''): Promise<ChildResult> {
  const child = spawn(process.execPath, [path], { env: environment, stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  child.stdin.end(input);
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  keepLogLine(errors);
  return { code, output, errors };
}
