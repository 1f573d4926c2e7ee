import type { Reporter } from '../report/Reporter';

interface Progress {
  entityRef: string;
  phase: string;
  bytes?: number;
}

/** How far each store of a run has come, for the heartbeat and the terminal. */
export class ProgressBoard {
  private readonly stores = new Map<string, Progress & { since: number }>();

  constructor(private readonly reporter: Pick<Reporter, 'report'>) {}

  set(entityRef: string, phase: string, bytes?: number): void {
    const before = this.stores.get(entityRef);
    const since = before?.phase === phase ? before.since : performance.now();
    this.stores.set(entityRef, { entityRef, phase, bytes, since });
    if (bytes !== undefined && process.stderr.isTTY) {
      const seconds = (performance.now() - since) / 1000;
      this.reporter.report({
        event: 'progress',
        entityRef,
        phase,
        bytes,
        seconds,
      });
    }
  }

  list(): Progress[] {
    return [...this.stores.values()].map(({ entityRef, phase, bytes }) => ({
      entityRef,
      phase,
      ...(bytes !== undefined && { bytes }),
    }));
  }
}
