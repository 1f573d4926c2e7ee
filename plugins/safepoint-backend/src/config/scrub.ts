import { InputError } from '@backstage/errors';
import type { SectionReader } from './SectionReader';
import { readCount } from './values/readCount';
import { readSeconds } from './values/readSeconds';

export interface ScrubConfig {
  /** In which every recovery point is looked at once. */
  periodSeconds: number;
  /** Of the points looked at, how many are read in full; from 0 to 1. */
  readShare: number;
  /** Reading in full ends for the day when so much was read. */
  readBytesPerDay: number;
  /** Objects that belong to no recovery point are told of when they are that old. */
  strayAfterSeconds: number;
}

const gibibyte = 1024 ** 3;
const shortestSeconds = 3_600;
const longestSeconds = 90 * 86_400;

export const readScrub: SectionReader<ScrubConfig> = (config, problems) => ({
  periodSeconds: problems.attempt(() => {
    const seconds = readSeconds(config, 'scrub.period', 7 * 86_400);
    if (seconds < shortestSeconds || seconds > longestSeconds) {
      throw new InputError(
        'safepoint.scrub.period must be between an hour and 90 days: what storage lost is known that late.',
      );
    }
    return seconds;
  }),
  readShare: problems.attempt(() => {
    const share = config.getOptionalNumber('scrub.readShare') ?? 0.02;
    if (!(share >= 0 && share <= 1)) {
      throw new InputError(
        'safepoint.scrub.readShare must be from 0 to 1: 0.02 reads every fiftieth point of a period in full.',
      );
    }
    return share;
  }),
  readBytesPerDay: problems.attempt(
    () => readCount(config, 'scrub.readGiBPerDay', 100, 1) * gibibyte,
  ),
  strayAfterSeconds: problems.attempt(() => {
    const seconds = readSeconds(config, 'scrub.strayAfter', 7 * 86_400);
    if (seconds < 86_400) {
      throw new InputError(
        'safepoint.scrub.strayAfter must be at least a day: what is being written now has no manifest yet.',
      );
    }
    return seconds;
  }),
});
