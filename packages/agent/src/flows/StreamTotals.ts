/** A number of each stream of a backup, and their sum. */
export class StreamTotals {
  readonly #byName = new Map<string, number>();

  /** What one stream has come to so far; answers the sum of all. */
  set(name: string, value: number): number {
    this.#byName.set(name, value);
    return [...this.#byName.values()].reduce((a, b) => a + b, 0);
  }
}
