import Heap from 'heap-js';

interface Happening {
  at: number;
  order: number;
  happen: () => void;
}

/** What is to come, in its order; whatever happens may plan more. Moments are milliseconds since 1970. */
export class Timeline {
  #planned = 0;
  readonly #heap = new Heap<Happening>(
    (a, b) => a.at - b.at || a.order - b.order,
  );

  constructor(public now: number) {}

  plan(at: number, happen: () => void): void {
    this.#planned += 1;
    const when = Math.max(at, this.now);
    this.#heap.push({ at: when, order: this.#planned, happen });
  }

  /** Lets everything happen that comes before `end`; answers how much that was. */
  runUntil(end: number): number {
    let count = 0;
    for (;;) {
      const next = this.#heap.peek();
      if (!next || next.at >= end) return count;
      this.#heap.pop();
      this.now = next.at;
      next.happen();
      count += 1;
    }
  }
}

/** The next turn of something that the portal does every so many seconds. */
export function nextTick(at: number, seconds: number): number {
  const step = seconds * 1_000;
  return Math.ceil(at / step) * step;
}
