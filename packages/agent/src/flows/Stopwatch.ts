/** Measures the phases of one piece of work, one after another, in seconds. */
export class Stopwatch {
  private readonly seconds: Record<string, number> = {};
  private current?: { phase: string; since: number };

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Ends the phase that runs and starts another. */
  start(phase: string): void {
    this.stop();
    this.current = { phase, since: this.now() };
  }

  stop(): void {
    if (!this.current) return;
    const { phase, since } = this.current;
    const elapsed = (this.now() - since) / 1000;
    this.seconds[phase] = round((this.seconds[phase] ?? 0) + elapsed);
    this.current = undefined;
  }

  /** A phase that something else measured. */
  add(phase: string, seconds: number): void {
    this.seconds[phase] = round(seconds);
  }

  phases(): Record<string, number> {
    return { ...this.seconds };
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
