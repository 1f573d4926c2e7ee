/**
 * Runs a few tasks at once, as many as their weights allow; one alone may weigh more. The first failure is
 * told at once, to `onFailure` and to whoever waits; nothing is started after it.
 */
export class BoundedTasks {
  readonly #running = new Set<Promise<void>>();
  #weight = 0;
  #failure?: { error: unknown };

  constructor(
    private readonly limit: number,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  get failure(): { error: unknown } | undefined {
    return this.#failure;
  }

  /** Waits until there is room for the task and starts it; does not wait for its end. */
  async start(weight: number, task: () => Promise<void>): Promise<void> {
    while (this.#running.size > 0 && this.#weight + weight > this.limit) {
      await Promise.race(this.#running);
    }
    this.#throwFailure();
    this.#weight += weight;
    const running = task()
      .catch(error => this.#fail(error))
      .finally(() => {
        this.#weight -= weight;
        this.#running.delete(running);
      });
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
