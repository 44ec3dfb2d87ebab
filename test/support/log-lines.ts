import { Log } from '../../src/log/log';
import type { TestApp } from './app';

export type LogLine = Readonly<Record<string, unknown>>;

/** Every line that an app logs: what one of its instances says is in order. */
export function logOf({ apps }: TestApp): { lines(): LogLine[]; clear(): void } {
  const heard: string[] = [];
  const logs = apps.map((app) => app.get(Log));
  for (const log of logs) {
    const { sink } = (log as unknown as { output: { sink: { write(text: string): unknown } } }).output;
    const write = sink.write.bind(sink);
    sink.write = (text) => {
      heard.push(text);
      return write(text);
    };
  }
  const lines = () => {
    for (const log of logs) log.flush();
    return heard
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);
  };
  return { lines, clear: () => void (lines(), (heard.length = 0)) };
}
