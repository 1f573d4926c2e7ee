import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something that happens soon but not at once; fails after `timeoutMs`. @public */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 5_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error(`Still not so after ${timeoutMs} ms.`);
    }
    await sleep(10);
  }
}
