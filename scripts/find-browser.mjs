// The Chromium that the browser tests drive. As a program it prints the path, or nothing where there is none.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

/**
 * @param {Record<string, string | undefined>} env CHROMIUM_PATH names the program, and then no other is looked for
 * @returns {string | null}
 */
export function findBrowser(env = process.env) {
  if (env.CHROMIUM_PATH) return isProgram(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : null;
  const places = new Set([...PLACES, ...(env.PATH ?? '').split(delimiter).filter(Boolean)]);
  const candidates = NAMES.flatMap((name) => [...places].map((place) => join(place, name)));
  return [...candidates, ...ELSEWHERE].find(isProgram) ?? null;
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.stdout.write(findBrowser() ?? '');
