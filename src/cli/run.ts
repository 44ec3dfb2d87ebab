import { CommanderError } from 'commander';
import { buildProgram } from './commands';
import { explain } from './explain';
import type { Workplace } from './workplace';

/**
 * Carries out one command.
 * @param argv without the program's own name: `['users', 'disable', 'ann@example.com']`
 * @returns the exit code: 0, or 1 with a message on `err`
 */
export async function run(argv: readonly string[], workplace: Workplace): Promise<number> {
  try {
    await buildProgram(workplace).parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said what it has to say, help included.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    workplace.err(`${explain(error)}\n`);
    return 1;
  }
}
