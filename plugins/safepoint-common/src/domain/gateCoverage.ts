import type { KnownDeployment, ObservedDeployment } from './observedDeployment';

/** What GitLab's clock and the portal's may lie apart where only one of them knows a moment. */
export const clockToleranceSeconds = 60;

/** Why a gate does not stand behind a deploy job, or undefined if it does. */
export function findGateObjection(
  record: KnownDeployment,
  job: Required<Pick<ObservedDeployment, 'startedAt'>>,
): string | undefined {
  if (!hadOpened(record, job.startedAt)) {
    return 'the deploy job began before the gate of its pipeline had opened: it did not wait for it';
  }
  const expired =
    record.receiptExpiresAt !== undefined &&
    secondsBetween(record.receiptExpiresAt, job.startedAt) >
      clockToleranceSeconds;
  return expired
    ? `the receipt of its gate had run out at ${record.receiptExpiresAt?.toISOString()}, and the deploy job confirmed none`
    : undefined;
}

/** By GitLab's clock alone where it knows both moments, since a fast gate and a deploy lie seconds apart. */
function hadOpened(
  { gateJob, gatedAt }: KnownDeployment,
  startedAt: Date,
): boolean {
  if (gateJob) {
    return gateJob.finishedAt !== undefined && startedAt >= gateJob.finishedAt;
  }
  return secondsBetween(startedAt, gatedAt) <= clockToleranceSeconds;
}

function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1_000;
}
