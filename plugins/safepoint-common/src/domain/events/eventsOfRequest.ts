import { z } from 'zod';
import type { DomainEvent } from './DomainEvent';
import { pageLink } from './pageLink';
import type { RecordFacts } from './RecordFacts';

const requestFacts = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  recoveryPointId: z.string().optional(),
  targetEnvironment: z.string().optional(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  approvalsNeeded: z.number(),
  decisions: z.array(z.object({ decision: z.string(), at: z.string() })),
  finishedAt: z.string().optional(),
  level: z.string().optional(),
  problem: z.object({ kind: z.string() }).optional(),
});

type RequestFacts = z.infer<typeof requestFacts>;

type RestoreStep =
  | 'requested'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'finished'
  | 'failed';

const endOf: Record<string, RestoreStep> = {
  rejected: 'rejected',
  expired: 'expired',
  succeeded: 'finished',
  failed: 'failed',
};

/** A request's id is what its pipeline is recognised by and cannot be guessed: only its beginning leaves the portal. */
const idLength = 12;

/** Restores; of backups and drills their outcome is told, not that somebody asked. */
export function eventsOfRequest(
  record: RecordFacts,
  portalUrl: string,
): DomainEvent[] {
  const request = requestFacts.parse(record.data);
  if (request.kind !== 'restore') return [];
  const { entityRef, environment } = record;
  const restoreId = request.id.slice(0, idLength);
  const subject = `restore/${restoreId}`;
  return stepsOf(request, record.recordedAt).map(({ step, time }) => ({
    key: `${subject}/${step}`,
    type: `dev.safepoint.restore.${step}`,
    subject,
    entityRef,
    environment,
    time,
    data: {
      entityRef,
      environment,
      link: pageLink(portalUrl, record),
      restoreId,
      recoveryPointId: request.recoveryPointId,
      targetEnvironment: request.targetEnvironment,
      requestedBy: request.requestedBy,
      approvalsNeeded: request.approvalsNeeded,
      approvals: approvalsOf(request).length,
      level: request.level,
      problem: request.problem?.kind,
    },
  }));
}

function approvalsOf({ decisions }: RequestFacts) {
  return decisions.filter(({ decision }) => decision === 'approve');
}

function stepsOf(
  request: RequestFacts,
  recordedAt: Date,
): { step: RestoreStep; time: Date }[] {
  const steps: { step: RestoreStep; time: Date }[] = [
    { step: 'requested', time: new Date(request.requestedAt) },
  ];
  const approvals = approvalsOf(request);
  if (
    request.approvalsNeeded > 0 &&
    approvals.length >= request.approvalsNeeded &&
    !['rejected', 'expired'].includes(request.status)
  ) {
    steps.push({
      step: 'approved',
      time: new Date(approvals[approvals.length - 1].at),
    });
  }
  const end = endOf[request.status];
  if (end) {
    steps.push({
      step: end,
      time: request.finishedAt ? new Date(request.finishedAt) : recordedAt,
    });
  }
  return steps;
}
