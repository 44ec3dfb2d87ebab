/** Ends what the global setup began. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.stopTestServer?.();
}
