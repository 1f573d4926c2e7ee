import { InputError } from '@backstage/errors';
import { formatDuration } from '@safepoint/backstage-plugin-safepoint-common';

const maxDriftSeconds = 5 * 60;

/** Server time counts; a client whose clock is far off would record wrong moments. */
export function checkClock(clientTime: Date, now: Date): void {
  const drift = (clientTime.getTime() - now.getTime()) / 1000;
  if (!Number.isFinite(drift) || Math.abs(drift) <= maxDriftSeconds) return;
  throw new InputError(
    `The clock of this job's runner is ${formatDuration(Math.abs(drift))} ${
      drift > 0 ? 'ahead' : 'behind'
    }: it says ${clientTime.toISOString()} and the portal says ${now.toISOString()}. Set the runner's clock (NTP); up to ${formatDuration(
      maxDriftSeconds,
    )} is tolerated.`,
  );
}
