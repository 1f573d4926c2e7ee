import type { SectionReader } from './SectionReader';
import { readSeconds } from './values/readSeconds';

export interface LeaseConfig {
  durationSeconds: number;
  heartbeatIntervalSeconds: number;
}

export const readLease: SectionReader<LeaseConfig> = (config, problems) => {
  const durationSeconds = problems.attempt(() =>
    readSeconds(config, 'lease.duration', 300),
  );
  const heartbeatIntervalSeconds = problems.attempt(() =>
    readSeconds(config, 'lease.heartbeatInterval', 30),
  );
  if (heartbeatIntervalSeconds * 2 > durationSeconds) {
    problems.add(
      'safepoint.lease.heartbeatInterval must be at most half of safepoint.lease.duration, or one lost heartbeat loses the run.',
    );
  }
  return { durationSeconds, heartbeatIntervalSeconds };
};
