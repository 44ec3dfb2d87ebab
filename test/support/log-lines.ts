import { Log } from '../../src/log/log';
import type { TestApp } from './app';

export type LogLine = Readonly<Record<string, unknown>>;

/** Every line that an app logs, in its order; `stop` gives them back. */
export function logOf({ app }: TestApp): { lines(): LogLine[]; clear(): void } {
  const log = app.get(Log);
  const { output } = log as unknown as { output: { sink: { write(text: string): unknown } } };
  const { sink } = output;
  const heard: string[] = [];
  const write = sink.write.bind(sink);
  sink.write = (text) => {
    heard.push(text);
    return write(text);
  };
  const lines = () => {
    log.flush();
    return heard
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);
  };
  return { lines, clear: () => void (lines(), (heard.length = 0)) };
}
