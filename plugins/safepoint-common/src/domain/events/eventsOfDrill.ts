import { z } from 'zod';
import type { DomainEvent } from './DomainEvent';
import { pageLink } from './pageLink';
import type { RecordFacts } from './RecordFacts';

const drillFacts = z.object({
  id: z.string(),
  recoveryPointId: z.string(),
  outcome: z.enum(['passed', 'failed']),
  level: z.string(),
  checks: z.array(z.object({ passed: z.boolean() })),
  phases: z.record(z.string(), z.number()),
  problem: z.object({ kind: z.string() }).optional(),
  pipelineUrl: z.string().optional(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
});

export function eventsOfDrill(
  record: RecordFacts,
  portalUrl: string,
): DomainEvent[] {
  const drill = drillFacts.parse(record.data);
  const { entityRef, environment } = record;
  const subject = `drill/${drill.id}`;
  const failed = drill.checks.filter(({ passed }) => !passed).length;
  return [
    {
      key: `${subject}/${drill.outcome}`,
      type: `dev.safepoint.drill.${drill.outcome}`,
      subject,
      entityRef,
      environment,
      time: new Date(drill.finishedAt ?? drill.startedAt),
      data: {
        entityRef,
        environment,
        link: pageLink(portalUrl, record),
        drillId: drill.id,
        recoveryPointId: drill.recoveryPointId,
        outcome: drill.outcome,
        level: drill.level,
        seconds: drill.phases,
        checks: { passed: drill.checks.length - failed, failed },
        pipelineUrl: drill.pipelineUrl,
        problem: drill.problem?.kind,
      },
    },
  ];
}
