import type { Objective } from '../objectives';
import { agePart, durationPart, phrase, recoveryPointPart } from '../phrase';
import type { RecoveryPointStatus } from '../recoveryPoint';
import { addSeconds } from './moments';
import type { DatedPoint } from './newestAvailable';
import type { PostureInput } from './Posture';
import { reason, type Reason } from './Reason';

/** Whether anything is saved, how old it is, and whether saving still works. */
export function judgeCoverage(
  input: PostureInput,
  newest: DatedPoint | undefined,
  rpo: Objective,
): Reason[] {
  return [
    ...judgeBinding(input),
    newest ? judgeAge(newest, rpo, input.now) : neverSaved(input),
    ...judgeLastAttempt(input),
  ];
}

function judgeBinding({ bound }: PostureInput): Reason[] {
  if (bound) return [];
  return [
    reason(
      'no-binding',
      'warning',
      phrase`No GitLab project is entitled to save this store; confirm a binding.`,
    ),
  ];
}

function neverSaved({ points }: PostureInput): Reason {
  return reason(
    'never-saved',
    'critical',
    points.length === 0
      ? phrase`Nothing was ever saved.`
      : phrase`No recovery point could be restored; every attempt failed or was lost.`,
  );
}

function judgeAge(newest: DatedPoint, rpo: Objective, now: Date): Reason {
  const age = agePart(newest.stateAt, now);
  const target = durationPart(rpo.targetSeconds);
  return rpo.met
    ? reason(
        'rpo-met',
        'ok',
        phrase`The newest recovery point is ${age} old; up to ${target} is tolerated.`,
      )
    : reason(
        'rpo-missed',
        'critical',
        phrase`The newest recovery point is ${age} old; only ${target} is tolerated.`,
        addSeconds(newest.stateAt, rpo.targetSeconds),
      );
}

function judgeLastAttempt({ points }: PostureInput): Reason[] {
  const [attempt] = points
    .filter(({ status, trigger }) => hasEnded(status) && trigger !== 'external')
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  if (attempt?.status !== 'failed' && attempt?.status !== 'lost') return [];
  const what = attempt.status === 'lost' ? 'was lost' : 'failed';
  return [
    reason(
      'last-backup-failed',
      'warning',
      phrase`The last backup ${what}; see recovery point ${recoveryPointPart(
        attempt.id,
      )}.`,
      attempt.createdAt,
    ),
  ];
}

/** Whatever became of it later. */
function hasEnded(status: RecoveryPointStatus): boolean {
  return !['pending', 'running', 'completing'].includes(status);
}
