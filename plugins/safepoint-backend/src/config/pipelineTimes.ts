import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readSeconds } from './values/readSeconds';

/** How long the portal has patience with the creation of a pipeline. */
export interface PipelineTimesConfig {
  /** After a lost answer GitLab gets that long to finish what it may have begun. */
  settleForSeconds: number;
  /** A request that GitLab did not take for that long fails. */
  giveUpAfterSeconds: number;
}

/** Twice what one call may take: half of the time is the call's own. */
const shortestSettleSeconds = 30;

/** `pipelines` of one of `safepoint.gitlab.issuers`. */
export function readPipelineTimes(issuer: Config): PipelineTimesConfig {
  const settleForSeconds = readSeconds(issuer, 'pipelines.settleFor', 120);
  const giveUpAfterSeconds = readSeconds(
    issuer,
    'pipelines.giveUpAfter',
    3_600,
  );
  if (settleForSeconds < shortestSettleSeconds) {
    throw new InputError(
      `safepoint.gitlab.issuers[].pipelines.settleFor must be at least ${shortestSettleSeconds} seconds: a call alone may take half of it, and a second pipeline must not be made while GitLab is still at the first.`,
    );
  }
  if (giveUpAfterSeconds < settleForSeconds * 2) {
    throw new InputError(
      'safepoint.gitlab.issuers[].pipelines.giveUpAfter must be at least twice as long as settleFor, or there is no second try.',
    );
  }
  return { settleForSeconds, giveUpAfterSeconds };
}
