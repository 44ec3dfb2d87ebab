// What `npm start` runs: builds when needed, then serves in this same process. Ctrl-C in a terminal reaches it; a signal to npm's pid alone does
// not, for npm ends and leaves its child behind. A supervisor starts `node dist/src/main.js`.
import { buildIfNeeded } from './build-if-needed.mjs';
import { preferLocalMode } from './local-mode.mjs';

buildIfNeeded();
preferLocalMode();
await import('../dist/src/main.js');
