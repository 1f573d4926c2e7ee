/** How many other people a restore needs. @public */
export interface ApprovalFloors {
  /** When data of production is read or written. */
  production: number;
  otherwise: number;
}

/**
 * Approvals for a restore. Reading production is as guarded as writing it, so the environment that a
 * point was taken in counts as much as the one that it goes to.
 *
 * @public
 */
export function approvalsNeeded(input: {
  sourceProduction: boolean;
  targetProduction: boolean;
  floors: ApprovalFloors;
}): number {
  return input.sourceProduction || input.targetProduction
    ? Math.max(1, input.floors.production)
    : input.floors.otherwise;
}

/** @public */
export interface Decision {
  by: string;
  at: Date;
  decision: 'approve' | 'reject';
  comment?: string;
}

/** @public */
export type ApprovalState =
  | { outcome: 'waiting'; missing: number }
  | { outcome: 'approved' }
  | { outcome: 'rejected'; by: string };

/** What the decisions so far amount to: one rejection ends it, each person counts once. @public */
export function tallyDecisions(input: {
  requestedBy: string;
  approvalsNeeded: number;
  decisions: Decision[];
}): ApprovalState {
  const rejection = input.decisions.find(
    ({ decision }) => decision === 'reject',
  );
  if (rejection) return { outcome: 'rejected', by: rejection.by };
  const approvers = new Set(
    input.decisions.map(({ by }) => by).filter(by => by !== input.requestedBy),
  );
  const missing = input.approvalsNeeded - approvers.size;
  return missing > 0
    ? { outcome: 'waiting', missing }
    : { outcome: 'approved' };
}

/** Why this person must not decide on the request, or undefined if they may. @public */
export function refuseDecider(input: {
  userRef: string;
  requestedBy: string;
  status: string;
  decisions: Decision[];
}): string | undefined {
  if (input.status !== 'awaiting-approval') {
    return `The request is ${input.status}; only one that awaits approval can be decided.`;
  }
  if (input.userRef === input.requestedBy) {
    return 'A requester does not decide on their own request. Ask somebody else who may approve restores.';
  }
  if (input.decisions.some(({ by }) => by === input.userRef)) {
    return 'You have decided on this request already; one more person is needed.';
  }
  return undefined;
}
