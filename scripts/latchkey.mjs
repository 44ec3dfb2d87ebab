// What `npm run --silent latchkey -- <command>` runs: builds when needed, then carries out an operator's command.
import { buildIfNeeded } from './build-if-needed.mjs';
import { preferLocalMode } from './local-mode.mjs';

buildIfNeeded();
preferLocalMode();
await import('../dist/src/cli/main.js');
