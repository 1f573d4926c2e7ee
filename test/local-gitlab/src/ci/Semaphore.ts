/** Lets so many in at a time, in the order in which they came. */
export class Semaphore {
  #free: number;
  readonly #queue: (() => void)[] = [];

  constructor(capacity: number) {
    this.#free = capacity;
  }

  /** Tells whether somebody would have to wait. */
  get busy(): boolean {
    return this.#free === 0;
  }

  /** Waits for a place; the answer gives it back. */
  async acquire(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>(resolve => this.#queue.push(resolve));
    return () => {
      const next = this.#queue.shift();
      if (next) next();
      else this.#free += 1;
    };
  }
}
