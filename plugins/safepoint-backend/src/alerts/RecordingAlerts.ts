import type { Alert, Alerts } from './Alerts';

/** For tests: keeps what was raised, the newest of each thread. */
export class RecordingAlerts implements Alerts {
  readonly raised: Alert[] = [];

  async raise(alert: Alert): Promise<void> {
    const known = this.raised.findIndex(
      ({ dedupeKey }) => dedupeKey === alert.dedupeKey,
    );
    if (known >= 0) this.raised.splice(known, 1);
    this.raised.push(alert);
  }
}
