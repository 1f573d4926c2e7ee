/** What goes wrong with a request. */
export interface Fault {
  /** The answer's status; left out, the connection is dropped without an answer. */
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Does what was asked for first: the answer is lost, not the request. Default: nothing is done. */
  afterEffect?: boolean;
}

/** Lets tests have requests fail, in the order in which the faults were asked for. */
export class FaultInjector {
  #waiting: { method: string; path: RegExp; fault: Fault; times: number }[] =
    [];

  /** The next `times` requests with this method, whose path with query matches, meet the fault. */
  failNext(method: string, path: RegExp, fault: Fault, times = 1): void {
    this.#waiting.push({ method: method.toUpperCase(), path, fault, times });
  }

  /** Forgets every fault that has not been met. */
  clear(): void {
    this.#waiting = [];
  }

  /** The fault for a request, which is thereby used up. */
  take(method: string, path: string): Fault | undefined {
    const match = this.#waiting.find(
      entry => entry.method === method && path.search(entry.path) >= 0,
    );
    if (!match) return undefined;
    match.times -= 1;
    if (match.times <= 0)
      this.#waiting = this.#waiting.filter(entry => entry !== match);
    return match.fault;
  }
}
