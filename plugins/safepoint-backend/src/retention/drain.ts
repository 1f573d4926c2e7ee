/** A round stops there, so that it ends before its task's timeout; what is left is due in the next one. */
const budgetMs = 5 * 60_000;

/**
 * Works through what is due, batch by batch, until there is nothing more or the time is over. `work` must
 * leave each item due later, or the next batch is the same one: then the round ends.
 */
export async function drain<T>(
  list: () => Promise<T[]>,
  idOf: (item: T) => string,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const end = performance.now() + budgetMs;
  const seen = new Set<string>();
  for (;;) {
    const due = (await list()).filter(item => !seen.has(idOf(item)));
    if (due.length === 0) return;
    for (const item of due) {
      if (performance.now() > end) return;
      seen.add(idOf(item));
      await work(item);
    }
  }
}
