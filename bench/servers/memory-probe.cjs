// Loaded into a server before its own script: on SIGUSR2 it collects all garbage and writes down what is still held.
const { renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const file = join(process.cwd(), 'memory.json');
process.on('SIGUSR2', () => {
  global.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  writeFileSync(`${file}.part`, JSON.stringify({ held: heapUsed + external, rss }));
  renameSync(`${file}.part`, file);
});
