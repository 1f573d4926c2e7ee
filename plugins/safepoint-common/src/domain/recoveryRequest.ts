import { type ApprovalFloors, approvalsNeeded } from './approval';

/** What a person may ask for. @public */
export type RequestKind = 'backup' | 'drill' | 'restore';

/**
 * `awaiting-approval → approved → triggering → triggered → running → succeeded | failed`, and
 * `rejected` or `expired` before it is triggered.
 *
 * @public
 */
export type RequestStatus =
  | 'awaiting-approval'
  | 'approved'
  | 'triggering'
  | 'triggered'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'rejected'
  | 'expired';

const openStatuses: RequestStatus[] = [
  'awaiting-approval',
  'approved',
  'triggering',
  'triggered',
  'running',
];

/** Whether a request is still to come to an end. @public */
export function isRequestOpen({ status }: { status: RequestStatus }): boolean {
  return openStatuses.includes(status);
}

/** The open request of the same kind, if any: a second click is not a second backup. @public */
export function findTwin<
  R extends { kind: RequestKind; status: RequestStatus },
>(kind: RequestKind, others: R[]): R | undefined {
  return others.find(other => other.kind === kind && isRequestOpen(other));
}

/** @public */
export interface RequestIntent {
  kind: RequestKind;
  /** Of the store instance that is asked about. */
  environment: string;
  recoveryPointId?: string;
  targetEnvironment?: string;
  reason?: string;
}

/** @public */
export type RequestPlan =
  | {
      outcome: 'incomplete';
      /** What to add, each with why. */
      missing: string[];
    }
  | {
      outcome: 'planned';
      status: 'approved' | 'awaiting-approval';
      approvalsNeeded: number;
      recoveryPointId?: string;
      targetEnvironment?: string;
    };

/**
 * What becomes of what a person asks for: backups and drills go ahead, a restore needs a point, a reason
 * and as many other people as the environments that it reads and writes demand.
 *
 * @public
 */
export function planRequest(
  intent: RequestIntent,
  rules: {
    isProduction: (environment: string) => boolean;
    floors: ApprovalFloors;
  },
): RequestPlan {
  const { kind, recoveryPointId } = intent;
  if (kind !== 'restore') {
    return {
      outcome: 'planned',
      status: 'approved',
      approvalsNeeded: 0,
      ...(kind === 'drill' && { recoveryPointId }),
    };
  }
  const missing = [
    !recoveryPointId && '`recoveryPointId`: which point to restore',
    !intent.reason && '`reason`: why, for those who approve and audit',
  ].filter((what): what is string => typeof what === 'string');
  if (missing.length > 0) return { outcome: 'incomplete', missing };
  const targetEnvironment = intent.targetEnvironment ?? intent.environment;
  const needed = approvalsNeeded({
    sourceProduction: rules.isProduction(intent.environment),
    targetProduction: rules.isProduction(targetEnvironment),
    floors: rules.floors,
  });
  return {
    outcome: 'planned',
    status: needed > 0 ? 'awaiting-approval' : 'approved',
    approvalsNeeded: needed,
    recoveryPointId,
    targetEnvironment,
  };
}
