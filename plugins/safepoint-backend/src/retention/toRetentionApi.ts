import type {
  HoldView,
  RetentionDecisionView,
  RetentionPlanView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { toRecoveryPointView } from '../recovery/toApi';
import type { RecordedHold } from './RecordedHold';
import type { Undecided } from './RetentionGround';
import type { InstancePlan, PlannedPoint } from './RetentionPlanner';

/** Domain to wire: dates as ISO 8601, and nothing that the wire does not know. */

export function toHoldView(hold: RecordedHold): HoldView {
  return {
    id: hold.id,
    kind: hold.kind,
    recoveryPointId: hold.recoveryPointId,
    reason: hold.reason,
    until: hold.until?.toISOString(),
    placedBy: hold.placedBy,
    placedAt: hold.placedAt.toISOString(),
    releasedBy: hold.releasedBy,
    releasedAt: hold.releasedAt?.toISOString(),
    releaseReason: hold.releaseReason,
    enforcement: hold.enforcement,
  };
}

export function describePlan(input: {
  instance: StoredInstance;
  plan: InstancePlan | Undecided;
  graceSeconds: number;
  deletes: boolean;
  mayHold: boolean;
  now: Date;
}): RetentionPlanView {
  const { instance, plan, graceSeconds, deletes, mayHold, now } = input;
  const common = {
    instanceId: instance.id,
    entityRef: instance.entityRef,
    environment: instance.environment,
    plannedAt: now.toISOString(),
    graceSeconds,
    deletes,
    mayHold,
  };
  if (plan.outcome === 'undecided') {
    return { ...common, undecided: plan.reason, items: [] };
  }
  const { name, retention } = plan.policy;
  return {
    ...common,
    policy: name,
    rules: { ...retention },
    items: plan.decisions.map(decision =>
      toDecisionView(decision, instance, { graceSeconds, now }),
    ),
  };
}

function toDecisionView(
  { point, keep, reasons, deletableFrom }: PlannedPoint,
  instance: StoredInstance,
  { graceSeconds, now }: { graceSeconds: number; now: Date },
): RetentionDecisionView {
  const deleteAfter =
    point.deleteAfter ?? new Date(now.getTime() + graceSeconds * 1000);
  return {
    point: toRecoveryPointView(point, instance),
    keep,
    reasons: reasons.map(({ until, ...reason }) => ({
      ...reason,
      until: until?.toISOString(),
    })),
    ...(keep
      ? { deletableFrom: deletableFrom?.toISOString() }
      : { deleteAfter: deleteAfter.toISOString() }),
  };
}
