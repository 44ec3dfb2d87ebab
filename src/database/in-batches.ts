/** Rows of one statement, and statements of one sweep: a backlog is worked off bit by bit, in nobody's way. */
const BATCH = 1_000;
const MAX_BATCHES = 20;

/**
 * Removes rows batch by batch, to the last or until enough is done for now.
 * @param remove one statement that removes so many rows at most, and answers how many it has
 * @returns how many were removed
 */
export async function removeInBatches(remove: (limit: number) => Promise<number>): Promise<number> {
  let removed = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const count = await remove(BATCH);
    removed += count;
    if (count < BATCH) break;
  }
  return removed;
}
