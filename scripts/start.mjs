// What `npm start` runs: builds when needed, then serves in this same process, so that signals reach the service.
import { buildIfNeeded } from './build-if-needed.mjs';
import { preferLocalMode } from './local-mode.mjs';

buildIfNeeded();
preferLocalMode();
await import('../dist/src/main.js');
