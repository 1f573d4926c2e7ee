import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats a check until it holds; after so many seconds it has failed. */
export async function eventually(
  check: () => Promise<void>,
  seconds: number,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}
