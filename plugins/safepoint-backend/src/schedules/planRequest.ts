import { randomBytes } from 'node:crypto';
import type { RecoveryRequest } from '../requests/RecoveryRequest';
import type { DueWork } from './DueWork';
import { scheduleRef } from './Schedule';

/** The request of a slot; nobody has to approve it, since a policy asks for it. */
export function planScheduledRequest(
  work: DueWork,
  plan: { slot: Date; missedSince?: Date },
  now: Date,
): RecoveryRequest {
  const { instance, policy, point, schedule, workplace } = work;
  return {
    // Hexadecimal: it is a pipeline's name and an argument of a command.
    id: randomBytes(20).toString('hex'),
    kind: schedule.kind,
    instanceId: instance.id,
    ...(point && { recoveryPointId: point.id }),
    status: 'approved',
    reason: describe(policy.name, plan),
    requestedBy: scheduleRef,
    requestedAt: now,
    slot: plan.slot,
    approvalsNeeded: 0,
    decisions: [],
    ...workplace,
    revision: 1,
  };
}

function describe(
  policy: string,
  { slot, missedSince }: { slot: Date; missedSince?: Date },
): string {
  const said = `Scheduled for ${slot.toISOString()} by policy ${policy}.`;
  return missedSince
    ? `${said} It makes up for all slots since ${missedSince.toISOString()}, which were missed.`
    : said;
}
