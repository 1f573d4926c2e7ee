/**
 * Runs a few tasks at once. The first failure is told at once, to `onFailure` and to whoever waits;
 * nothing is started after it.
 */
export class BoundedTasks {
  readonly #running = new Set<Promise<void>>();
  #failure?: { error: unknown };

  constructor(
    private readonly limit: number,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  get failure(): { error: unknown } | undefined {
    return this.#failure;
  }

  /** Waits for a free place and starts the task; does not wait for its end. */
  async start(task: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.limit) {
      await Promise.race(this.#running);
    }
    this.#throwFailure();
    const running = task()
      .catch(error => this.#fail(error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits for all tasks that were started. */
  async finish(): Promise<void> {
    await Promise.all(this.#running);
    this.#throwFailure();
  }

  #fail(error: unknown): void {
    if (!this.#failure) {
      this.#failure = { error };
      this.onFailure(error);
    }
  }

  #throwFailure(): void {
    if (this.#failure) {
      throw this.#failure.error;
    }
  }
}
