import type { SectionReader } from './SectionReader';
import { readCount } from './values/readCount';

/** Requests of one address in a minute. */
export interface RateLimitsConfig {
  agentPerMinute: number;
  storagePerMinute: number;
}

export const readRateLimits: SectionReader<RateLimitsConfig> = (
  config,
  problems,
) => ({
  agentPerMinute: problems.attempt(() =>
    readCount(config, 'rateLimits.agentPerMinute', 600, 1),
  ),
  storagePerMinute: problems.attempt(() =>
    readCount(config, 'rateLimits.storagePerMinute', 6_000, 1),
  ),
});
