import type { Deployment } from './deployment';
import { describeDoubtful, findDoubts, type SwitchedRestore } from './doubt';
import { formatDuration } from './duration';
import {
  measureObjective,
  type Objective,
  type Objectives,
} from './objectives';
import type { RecoveryPoint } from './recoveryPoint';
import type { StoreInstance } from './storeInstance';
import { reachesLevel, type VerificationLevel } from './verification';

/** @public */
export type Verdict = 'protected' | 'at-risk' | 'unprotected' | 'never';

/** @public */
export interface Reason {
  /** Stable, kebab-case. */
  code: string;
  severity: 'ok' | 'info' | 'warning' | 'critical';
  message: string;
  since?: Date;
}

/** @public */
export interface Posture {
  verdict: Verdict;
  /** Worst first. */
  reasons: Reason[];
  rpo: Objective;
  rto: Objective;
  verified: Objective;
  verifiedLevel?: VerificationLevel;
  verifiedAt?: Date;
  verifiedRecoveryPointId?: string;
  /** When time alone changes this verdict. */
  changesAt?: Date;
}

/** A drill, or a restore that was checked, as far as posture needs it. @public */
export interface DrillFact {
  recoveryPointId: string;
  outcome: 'passed' | 'failed';
  level: VerificationLevel;
  finishedAt: Date;
  /** Seconds from the start of the restore to a store that could be used. */
  recoverySeconds?: number;
}

/** @public */
export interface PostureInput {
  instance: StoreInstance;
  points: RecoveryPoint[];
  drills: DrillFact[];
  /** Of every component that depends on the instance, in the same environment. */
  deployments: Deployment[];
  /** Restores that were switched over into the instance. */
  restores: SwitchedRestore[];
  objectives: Objectives;
  /** Whether any project is entitled to save this instance. */
  bound: boolean;
  now: Date;
}

/**
 * Whether a store instance could be recovered as its objectives demand, with a reason for everything
 * that speaks for or against it. What never happened is its own state and is never healthy.
 *
 * @public
 */
export function decidePosture(input: PostureInput): Posture {
  const newest = newestAvailable(input.points);
  const proof = newestProof(input);
  const rpo = measureObjective(
    input.objectives.rpoSeconds,
    newest && secondsBetween(newest.stateAt, input.now),
  );
  const rto = measureObjective(
    input.objectives.rtoSeconds,
    proof?.recoverySeconds,
  );
  const verified = measureObjective(
    input.objectives.verifiedWithinSeconds,
    proof && secondsBetween(proof.finishedAt, input.now),
  );
  const reasons = [
    ...judgeCoverage(input, newest, rpo),
    ...judgeProofAge(input, proof, verified),
    ...judgeRecoveryTime(proof, rto),
    ...judgeStoredBytes(input),
    ...judgeIdentity(input.instance),
    ...judgeDeployments(input),
  ].sort((a, b) => severityOrder(b) - severityOrder(a));
  return {
    verdict: newest ? worstVerdict(reasons) : verdictWithoutPoint(input),
    reasons,
    rpo,
    rto,
    verified,
    ...(proof && {
      verifiedLevel: proof.level,
      verifiedAt: proof.finishedAt,
      verifiedRecoveryPointId: proof.recoveryPointId,
    }),
    ...nextChange(input, newest, proof),
  };
}

type DatedPoint = RecoveryPoint & { stateAt: Date };

function newestAvailable(points: RecoveryPoint[]): DatedPoint | undefined {
  return points
    .filter(
      (point): point is DatedPoint =>
        point.status === 'available' &&
        point.stateAt !== undefined &&
        !point.quarantined,
    )
    .sort((a, b) => b.stateAt.getTime() - a.stateAt.getTime())[0];
}

function newestProof(input: PostureInput): DrillFact | undefined {
  return input.drills
    .filter(
      drill =>
        drill.outcome === 'passed' &&
        reachesLevel(drill.level, input.objectives.verificationLevel),
    )
    .sort(newestDrillFirst)[0];
}

function newestDrillFirst(a: DrillFact, b: DrillFact): number {
  return b.finishedAt.getTime() - a.finishedAt.getTime();
}

function judgeCoverage(
  input: PostureInput,
  newest: DatedPoint | undefined,
  rpo: Objective,
): Reason[] {
  const reasons: Reason[] = [];
  if (!input.bound) {
    reasons.push({
      code: 'no-binding',
      severity: 'warning',
      message:
        'No GitLab project is entitled to save this store; confirm a binding.',
    });
  }
  if (!newest) {
    reasons.push({
      code: 'never-saved',
      severity: 'critical',
      message:
        input.points.length === 0
          ? 'Nothing was ever saved.'
          : 'No recovery point could be restored; every attempt failed or was lost.',
    });
  } else {
    const age = formatDuration(rpo.achievedSeconds ?? 0);
    const target = formatDuration(rpo.targetSeconds);
    reasons.push(
      rpo.met
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
          },
    );
  }
  const attempt = [...input.points]
    .filter(({ status }) => status === 'failed' || status === 'lost')
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
  if (attempt && (!newest || attempt.createdAt > newest.createdAt)) {
    reasons.push({
      code: 'last-backup-failed',
      severity: 'warning',
      message: `The last backup ${
        attempt.status === 'lost' ? 'was lost' : 'failed'
      }; see recovery point ${attempt.id}.`,
      since: attempt.createdAt,
    });
  }
  return reasons;
}

function judgeProofAge(
  input: PostureInput,
  proof: DrillFact | undefined,
  verified: Objective,
): Reason[] {
  const reasons: Reason[] = [];
  const last = [...input.drills].sort(newestDrillFirst)[0];
  if (last?.outcome === 'failed') {
    reasons.push({
      code: 'drill-failed',
      severity: 'critical',
      message: `The last proof failed: recovery point ${last.recoveryPointId} did not restore as recorded.`,
      since: last.finishedAt,
    });
  }
  const level = input.objectives.verificationLevel;
  if (!proof) {
    reasons.push({
      code: 'never-verified',
      severity: 'critical',
      message: `No restore was ever proven to level ${level}; run a drill.`,
    });
  } else if (!verified.met) {
    reasons.push({
      code: 'proof-stale',
      severity: 'warning',
      message: `The last proven restore is ${formatDuration(
        verified.achievedSeconds ?? 0,
      )} old; it must not be older than ${formatDuration(
        verified.targetSeconds,
      )}.`,
      since: addSeconds(proof.finishedAt, verified.targetSeconds),
    });
  } else {
    reasons.push({
      code: 'verified',
      severity: 'ok',
      message: `A restore was proven to level ${proof.level}, ${formatDuration(
        verified.achievedSeconds ?? 0,
      )} ago.`,
    });
  }
  return reasons;
}

function judgeRecoveryTime(
  proof: DrillFact | undefined,
  rto: Objective,
): Reason[] {
  if (!proof || rto.achievedSeconds === undefined) return [];
  const took = formatDuration(rto.achievedSeconds);
  const target = formatDuration(rto.targetSeconds);
  return [
    rto.met
      ? {
          code: 'rto-met',
          severity: 'ok',
          message: `The last proven restore took ${took}; ${target} is tolerated.`,
        }
      : {
          code: 'rto-missed',
          severity: 'warning',
          message: `The last proven restore took ${took}; only ${target} is tolerated.`,
        },
  ];
}

const damagedStatuses = ['missing', 'corrupt', 'hidden'];

/** A damaged point is critical until something newer is proven, then a warning. */
function judgeStoredBytes(input: PostureInput): Reason[] {
  return input.points
    .filter(({ status }) => damagedStatuses.includes(status))
    .map(point => {
      const overcome = input.drills.some(drill => {
        const proven = input.points.find(
          ({ id }) => id === drill.recoveryPointId,
        );
        return (
          drill.outcome === 'passed' &&
          proven?.status === 'available' &&
          proven.id > point.id
        );
      });
      return {
        code: `recovery-point-${point.status}`,
        severity: overcome ? 'warning' : 'critical',
        message: `Recovery point ${point.id} is ${point.status} in storage and does not restore.`,
      };
    });
}

function judgeIdentity(instance: StoreInstance): Reason[] {
  return instance.identityStatus === 'changed'
    ? [
        {
          code: 'identity-changed',
          severity: 'critical',
          message:
            'The store is not the one that was saved before; somebody has to accept the new one.',
        },
      ]
    : [];
}

/** Only what nothing has ended: a restore to before the damage makes the data good again. */
function judgeDeployments(input: PostureInput): Reason[] {
  return findDoubts(input)
    .filter(({ until }) => until === undefined)
    .map(({ deployment, from }) => ({
      code: deployment.markedBad ? 'data-damaged' : 'data-in-doubt',
      severity: deployment.markedBad ? 'critical' : 'warning',
      message: `Data may be damaged by ${describeDoubtful(deployment)}.`,
      since: from,
    }));
}

function worstVerdict(reasons: Reason[]): Verdict {
  if (reasons.some(({ severity }) => severity === 'critical')) {
    return 'unprotected';
  }
  return reasons.some(({ severity }) => severity === 'warning')
    ? 'at-risk'
    : 'protected';
}

function verdictWithoutPoint(input: PostureInput): Verdict {
  const everHad = input.points.some(
    ({ status }) =>
      damagedStatuses.includes(status) ||
      status === 'expired' ||
      status === 'deleted',
  );
  return everHad ? 'unprotected' : 'never';
}

function nextChange(
  input: PostureInput,
  newest: DatedPoint | undefined,
  proof: DrillFact | undefined,
): { changesAt?: Date } {
  const moments = [
    newest && addSeconds(newest.stateAt, input.objectives.rpoSeconds),
    proof &&
      addSeconds(proof.finishedAt, input.objectives.verifiedWithinSeconds),
  ].filter((moment): moment is Date => !!moment && moment > input.now);
  if (moments.length === 0) return {};
  return { changesAt: moments.reduce((a, b) => (a < b ? a : b)) };
}

function severityOrder({ severity }: Reason): number {
  return ['ok', 'info', 'warning', 'critical'].indexOf(severity);
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 1000);
}

function addSeconds(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}
