import { formatDuration } from '../duration';
import type { Objective } from '../objectives';
import { addSeconds } from './moments';
import type { DatedPoint } from './newestAvailable';
import type { PostureInput, Reason } from './Posture';

/** Whether anything is saved, how old it is, and whether saving still works. */
export function judgeCoverage(
  input: PostureInput,
  newest: DatedPoint | undefined,
  rpo: Objective,
): Reason[] {
  return [
    ...judgeBinding(input),
    newest ? judgeAge(newest, rpo) : neverSaved(input),
    ...judgeLastAttempt(input, newest),
  ];
}

function judgeBinding({ bound }: PostureInput): Reason[] {
  if (bound) return [];
  return [
    {
      code: 'no-binding',
      severity: 'warning',
      message:
        'No GitLab project is entitled to save this store; confirm a binding.',
    },
  ];
}

function neverSaved({ points }: PostureInput): Reason {
  return {
    code: 'never-saved',
    severity: 'critical',
    message:
      points.length === 0
        ? 'Nothing was ever saved.'
        : 'No recovery point could be restored; every attempt failed or was lost.',
  };
}

function judgeAge(newest: DatedPoint, rpo: Objective): Reason {
  const age = formatDuration(rpo.achievedSeconds ?? 0);
  const target = formatDuration(rpo.targetSeconds);
  return rpo.met
    ? {
        code: 'rpo-met',
        severity: 'ok',
        message: `The newest recovery point is ${age} old; up to ${target} is tolerated.`,
      }
    : {
        code: 'rpo-missed',
        severity: 'critical',
        message: `The newest recovery point is ${age} old; only ${target} is tolerated.`,
        since: addSeconds(newest.stateAt, rpo.targetSeconds),
      };
}

function judgeLastAttempt(
  { points }: PostureInput,
  newest: DatedPoint | undefined,
): Reason[] {
  const attempt = points
    .filter(({ status }) => status === 'failed' || status === 'lost')
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
  if (!attempt || (newest && attempt.createdAt <= newest.createdAt)) return [];
  return [
    {
      code: 'last-backup-failed',
      severity: 'warning',
      message: `The last backup ${
        attempt.status === 'lost' ? 'was lost' : 'failed'
      }; see recovery point ${attempt.id}.`,
      since: attempt.createdAt,
    },
  ];
}
