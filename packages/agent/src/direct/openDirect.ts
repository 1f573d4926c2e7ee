import { SafepointError } from '@safepoint/engine';
import type { Reporter } from '../report/Reporter';
import { ProgressBoard } from '../run/ProgressBoard';
import type { DirectContext } from './DirectContext';
import { findPlan } from './findPlan';
import type { DirectSettings } from './readDirectSettings';
import { readJobClaims } from './readJobClaims';

/** Finds the plan of this job in the bucket, with the job's own cloud identity, and opens the inbox. */
export async function openDirect(
  settings: DirectSettings,
  work: Pick<DirectContext, 'trigger'> & {
    environment?: string;
    reporter: Reporter;
    signal: AbortSignal;
  },
): Promise<DirectContext> {
  const claims = readJobClaims(settings.proof);
  const { trigger, environment, reporter, signal } = work;
  if (environment && environment !== claims.environment) {
    throw new SafepointError({
      kind: 'config-invalid',
      message: `The job's environment is ${claims.environment}, and SAFEPOINT_ENVIRONMENT is ${environment}.`,
    });
  }
  // Only now: a backup through the portal does not need the SDK.
  const { S3Inbox, S3Storage } = await import('@safepoint/engine/s3');
  const { bucket, prefix, region, endpoint } = settings;
  const options = { bucket, prefix, region, endpoint };
  const { plan, signed } = await findPlan(
    new S3Storage(options),
    settings,
    claims,
    { now: new Date(), signal },
  );
  reporter.report({
    event: 'direct-plan-found',
    planId: plan.id,
    expiresAt: plan.expiresAt,
  });
  return {
    plan,
    signedPlan: signed,
    inbox: new S3Inbox(options),
    trigger,
    proof: settings.proof,
    signal,
    reporter,
    progress: new ProgressBoard(reporter),
  };
}
