import type { LockMode } from '@safepoint/engine';
import type { SectionReader } from './SectionReader';
import { readOneOf } from './values/readOneOf';
import { readSeconds } from './values/readSeconds';

export interface RetentionConfig {
  /** How long what is planned to go can be taken back. */
  graceSeconds: number;
  lockMode: LockMode;
  /** Whether what is planned to go is ever deleted. */
  deletes: boolean;
}

const hour = 3_600;
const modes = ['delete', 'plan-only'] as const;
const lockModes = ['governance', 'compliance'] as const;

export const readRetention: SectionReader<RetentionConfig> = (
  config,
  problems,
) => {
  const graceSeconds = problems.attempt(() =>
    readSeconds(config, 'retention.grace', 72 * hour),
  );
  // A job that opens a point in the moment in which it is planned to go must be seen before it is deleted.
  if (graceSeconds < hour) {
    problems.add(
      'safepoint.retention.grace must be at least an hour, so that whoever is about to use a recovery point keeps it.',
    );
  }
  const mode = problems.attempt(() =>
    readOneOf(config, 'retention.mode', 'delete', modes),
  );
  return {
    graceSeconds,
    lockMode: problems.attempt(() =>
      readOneOf(config, 'retention.lockMode', 'governance', lockModes),
    ),
    deletes: mode === 'delete',
  };
};
