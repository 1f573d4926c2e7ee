import type { Job, JobStatus } from '../state/types';

/** A job's status as the jobs after it see it. */
type SeenStatus =
  | Exclude<JobStatus, 'waiting_for_resource'>
  | 'ignored'
  | 'warning';

/** The status of several jobs together, by GitLab's rules. A need that did not run skips what needs it. */
export function compositeStatus(
  jobs: readonly Pick<Job, 'status' | 'definition' | 'exitCode'>[],
  options: { needs: boolean } = { needs: false },
): Exclude<JobStatus, 'waiting_for_resource'> {
  const seen = new Set(jobs.map(see));
  const only = (...statuses: SeenStatus[]) =>
    [...seen].every(status => statuses.includes(status));
  const any = (...statuses: SeenStatus[]) =>
    statuses.some(status => seen.has(status));
  if (seen.size === 0) return 'success';
  if (options.needs && any('skipped', 'ignored')) return 'skipped';
  if (options.needs && !only('success', 'failed', 'canceled', 'warning'))
    return 'pending';
  if (only('skipped', 'ignored')) return 'skipped';
  if (only('success', 'skipped', 'warning', 'ignored')) return 'success';
  if (only('success', 'skipped', 'warning', 'ignored', 'canceled'))
    return 'canceled';
  if (only('created', 'skipped', 'warning', 'ignored')) return 'created';
  if (only('pending', 'created', 'skipped', 'warning', 'ignored'))
    return 'pending';
  if (any('running', 'pending')) return 'running';
  if (any('manual')) return 'manual';
  if (any('created')) return 'running';
  return 'failed';
}

function see(job: Pick<Job, 'status' | 'definition' | 'exitCode'>): SeenStatus {
  if (job.status === 'waiting_for_resource') return 'pending';
  if (job.status === 'manual' && job.definition.allowFailure === true)
    return 'ignored';
  if (job.status === 'failed' && isFailureAllowed(job)) return 'warning';
  return job.status;
}

/** Tells whether a job's failure leaves its pipeline green. */
export function isFailureAllowed(
  job: Pick<Job, 'definition' | 'exitCode'>,
): boolean {
  const { allowFailure } = job.definition;
  if (typeof allowFailure === 'boolean') return allowFailure;
  return (
    job.exitCode !== undefined && allowFailure.exitCodes.includes(job.exitCode)
  );
}
