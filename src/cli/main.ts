import 'reflect-metadata';
import { readEnvironment } from '../config/read-environment';
import { run } from './run';

const workplace = {
  environment: readEnvironment(),
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};

void run(process.argv.slice(2), workplace).then((code) => {
  process.exitCode = code;
});
