import 'reflect-metadata';
import { readEnvironment } from '../config/read-environment';
import { run } from './run';

const workplace = {
  environment: readEnvironment(),
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};

/** Resolves when what was written so far has left: a pipe takes it in its own time. */
const flushed = (stream: NodeJS.WriteStream) => new Promise<void>((resolve) => void stream.write('', () => resolve()));

// Services that could not be built leave connections open that nobody has a hold of: they would keep the program for ever.
void run(process.argv.slice(2), workplace).then(async (code) => {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
});
