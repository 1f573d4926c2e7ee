import { z } from 'zod';
import { triggers } from '../recoveryPoint';
import type { DomainEvent } from './DomainEvent';
import type { DomainEventType } from './eventTypes';
import { pageLink } from './pageLink';
import type { RecordFacts } from './RecordFacts';

const pointFacts = z.object({
  id: z.string(),
  instanceId: z.string(),
  trigger: z.enum(triggers),
  status: z.string(),
  stateAt: z.string().optional(),
  createdAt: z.string(),
  completedAt: z.string().optional(),
  level: z.string(),
  storedBytes: z.number().optional(),
  deploymentId: z.string().optional(),
  quarantined: z.boolean().optional(),
  problem: z.object({ kind: z.string() }).optional(),
});

/** What a point comes to once; it never leaves such a state for the one before. */
const onceOnly: Record<string, DomainEventType> = {
  available: 'dev.safepoint.recovery-point.available',
  failed: 'dev.safepoint.recovery-point.failed',
  lost: 'dev.safepoint.recovery-point.lost',
  expired: 'dev.safepoint.recovery-point.expired',
  deleted: 'dev.safepoint.recovery-point.deleted',
};

/** What the scrub may find, see mended, and find again. */
const again: Record<string, DomainEventType> = {
  missing: 'dev.safepoint.recovery-point.missing',
  corrupt: 'dev.safepoint.recovery-point.corrupt',
  hidden: 'dev.safepoint.recovery-point.hidden',
};

export function eventsOfPoint(
  record: RecordFacts,
  portalUrl: string,
): DomainEvent[] {
  const point = pointFacts.parse(record.data);
  const type = onceOnly[point.status] ?? again[point.status];
  if (!type) return [];
  const subject = `recovery-point/${point.id}`;
  const { entityRef, environment, revision } = record;
  return [
    {
      key:
        point.status in onceOnly
          ? `${subject}/${point.status}`
          : `${subject}/${point.status}/${revision}`,
      type,
      subject,
      entityRef,
      environment,
      time:
        point.status === 'available'
          ? new Date(point.completedAt ?? point.createdAt)
          : record.recordedAt,
      data: {
        entityRef,
        environment,
        link: pageLink(portalUrl, record),
        recoveryPointId: point.id,
        instanceId: point.instanceId,
        status: point.status,
        trigger: point.trigger,
        createdAt: point.createdAt,
        stateAt: point.stateAt,
        level: point.level,
        sizeBytes: point.storedBytes,
        deploymentId: point.deploymentId,
        external: point.trigger === 'external',
        quarantined: point.quarantined ?? false,
        problem: point.problem?.kind,
      },
    },
  ];
}
