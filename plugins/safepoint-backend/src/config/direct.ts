import { InputError } from '@backstage/errors';
import type { SectionReader } from './SectionReader';
import { readCount } from './values/readCount';
import { readSeconds } from './values/readSeconds';

export interface DirectConfig {
  /** Whether jobs may make recovery points while the portal cannot be reached. */
  enabled: boolean;
  /** How long a published plan is good; it is renewed at half of it. */
  validForSeconds: number;
  /** `*` for all. */
  environments: string[];
  maxStoredBytes: number;
}

const gibibyte = 1024 ** 3;
const shortestSeconds = 3_600;
const longestSeconds = 30 * 86_400;

export const readDirect: SectionReader<DirectConfig> = (config, problems) => {
  const enabled = problems.attempt(
    () => config.getOptionalBoolean('direct.enabled') ?? false,
  );
  const environments = problems.attempt(
    () => config.getOptionalStringArray('direct.environments') ?? [],
  );
  if (enabled && environments?.length === 0) {
    problems.add(
      'safepoint.direct.environments is empty; name the environments whose jobs may go on without the portal, or * for all.',
    );
  }
  if (enabled && config.getOptionalString('storage.type') === 'filesystem') {
    problems.add(
      'safepoint.direct needs a storage that a job can reach without the portal; the folder of `filesystem` is not one. Use s3, or leave safepoint.direct out.',
    );
  }
  return {
    enabled,
    environments,
    validForSeconds: problems.attempt(() => {
      const seconds = readSeconds(config, 'direct.validFor', 3 * 86_400);
      if (seconds < shortestSeconds || seconds > longestSeconds) {
        throw new InputError(
          'safepoint.direct.validFor must be between an hour and 30 days: as long as an outage may last, and no longer than a revoked right may be used.',
        );
      }
      return seconds;
    }),
    maxStoredBytes: problems.attempt(
      () => readCount(config, 'direct.maxStoredGiB', 500, 1) * gibibyte,
    ),
  };
};
