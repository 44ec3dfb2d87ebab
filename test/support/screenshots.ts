import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DESKTOP, PHONE } from './browser';

/** Set by `npm run screenshots` alone: the folder that pictures of the pages are kept in. */
const FOLDER = process.env['SCREENSHOTS'];
/** Pages whose picture on a desktop, in the dark, is of interest too. */
const ON_DESKTOP = ['choose-password', 'sign-in', 'sessions'];

/** Keeps pictures of the page as it stands, where they are wanted. */
export async function keepScreenshots(page: Page, name: string): Promise<void> {
  if (!FOLDER) return;
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
  if (!ON_DESKTOP.includes(name)) return;
  await page.setViewportSize({ width: DESKTOP.width, height: 600 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: join(FOLDER, `${name}-desktop-dark.png`), fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(PHONE);
}
