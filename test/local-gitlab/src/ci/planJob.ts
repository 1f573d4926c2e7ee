import type { Job } from '../state/types';
import { compositeStatus } from './compositeStatus';

/** What becomes of a job that has not begun. */
export type JobPlan = 'wait' | 'run' | 'skip' | 'offer';

type PlannedJob = Pick<Job, 'status' | 'definition' | 'exitCode' | 'retried'>;

/** Decides by GitLab's rules whether a created job runs, waits, is skipped or is offered to a person. */
export function planJob(
  job: PlannedJob,
  all: readonly PlannedJob[],
  stages: readonly string[],
): JobPlan {
  const { needs, when } = job.definition;
  const current = all.filter(other => !other.retried && other !== job);
  const before = needs
    ? current.filter(other =>
        needs.some(need => need.job === other.definition.baseName),
      )
    : current.filter(other => isEarlier(other, job, stages));
  const status = compositeStatus(before, { needs: needs !== undefined });
  if (!['success', 'failed', 'skipped', 'canceled'].includes(status))
    return 'wait';
  if (!goodStatuses(when, needs !== undefined).includes(status)) return 'skip';
  return when === 'manual' ? 'offer' : 'run';
}

function isEarlier(
  other: PlannedJob,
  job: PlannedJob,
  stages: readonly string[],
): boolean {
  return (
    stages.indexOf(other.definition.stage) <
    stages.indexOf(job.definition.stage)
  );
}

function goodStatuses(when: string, hasNeeds: boolean): string[] {
  if (when === 'always') return ['success', 'failed', 'skipped'];
  if (when === 'on_failure') return ['failed'];
  return hasNeeds ? ['success'] : ['success', 'skipped'];
}
