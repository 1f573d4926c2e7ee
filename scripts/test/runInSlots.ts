/** A piece of work and how many of the machine's slots it fills. */
export interface Slotted<T> {
  slots: number;
  run: () => Promise<T>;
}

/**
 * Runs work in its order, side by side as far as the slots go. What needs more slots than there are runs
 * alone. Results come in the order of the work.
 */
export async function runInSlots<T>(
  work: Slotted<T>[],
  slots: number,
): Promise<T[]> {
  const running = new Map<Promise<T>, number>();
  const taken = () => [...running.values()].reduce((a, b) => a + b, 0);
  const all: Promise<T>[] = [];
  for (const { run, slots: wanted } of work) {
    const needed = Math.min(wanted, slots);
    while (taken() + needed > slots) await Promise.race(running.keys());
    const one = run().finally(() => running.delete(one));
    running.set(one, needed);
    all.push(one);
  }
  return Promise.all(all);
}
