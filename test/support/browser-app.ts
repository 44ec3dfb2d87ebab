import type { Browser } from 'playwright-core';
import { startApp, type TestApp } from './app';
import { launchBrowser } from './browser';

interface Opened {
  readonly app: TestApp;
  readonly browser: Browser;
}

/** Gives the tests of a file an application and a browser, from before its first to after its last. */
export function useBrowser(settings: Record<string, string>, take: (opened: Opened) => void): void {
  let app: TestApp | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    app = await startApp(settings);
    browser = await launchBrowser();
    take({ app, browser });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
}
