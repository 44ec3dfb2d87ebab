import { Log } from '../../src/log/log';
import { append, currentRun } from './run';

/** A log whose every line, from debug on, is kept in the run's directory for the check after the tests. */
export function capturedLog(directory = currentRun().directory): Log {
  return Log.to('debug', { write: (line: string) => keepLogLine(line, directory) });
}

/** For programs that a test starts: what they print on their outputs counts as log too. */
export function keepLogLine(text: string, directory = currentRun().directory): void {
  append(directory, 'worker', 'log', text);
}
