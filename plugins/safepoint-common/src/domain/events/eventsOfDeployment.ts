import { z } from 'zod';
import type { DomainEvent } from './DomainEvent';
import { pageLink } from './pageLink';
import type { RecordFacts } from './RecordFacts';

const deploymentFacts = z.object({
  id: z.string(),
  status: z.enum(['gated', 'running', 'succeeded', 'failed', 'abandoned']),
  gate: z.string(),
  gateRecord: z.object({ ground: z.string() }).optional(),
  commit: z.string().optional(),
  ref: z.string().optional(),
  pipelineUrl: z.string().optional(),
  recoveryPointIds: z.array(z.string()),
  gatedAt: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  markedBad: z
    .object({ since: z.string(), by: z.string(), at: z.string() })
    .optional(),
});

type DeploymentFacts = z.infer<typeof deploymentFacts>;

/**
 * Each record holds the whole state, so that an outcome is in every record after it too: its key, made of
 * nothing but the deployment and the outcome, makes all of these one event.
 */
export function eventsOfDeployment(
  record: RecordFacts,
  portalUrl: string,
): DomainEvent[] {
  const deployment = deploymentFacts.parse(record.data);
  const { entityRef, environment } = record;
  const subject = `deployment/${deployment.id}`;
  const data = describe(deployment, record, portalUrl);
  const event = (
    name: 'bypassed' | 'gated' | 'succeeded' | 'failed' | 'abandoned',
    time: Date,
  ): DomainEvent => ({
    key: `${subject}/${name}`,
    type: `dev.safepoint.deployment.${name}`,
    subject,
    entityRef,
    environment,
    time,
    data,
  });
  const gatedAt = new Date(deployment.gatedAt);
  const { finishedAt, gate, markedBad, status } = deployment;
  const events: DomainEvent[] = [];
  if (gate === 'none') events.push(event('bypassed', gatedAt));
  if (status === 'gated') events.push(event('gated', gatedAt));
  if (status === 'succeeded' || status === 'failed') {
    events.push(event(status, finishedAt ? new Date(finishedAt) : gatedAt));
  }
  if (status === 'abandoned') events.push(event(status, record.recordedAt));
  if (markedBad) {
    const { at, by, since } = markedBad;
    events.push({
      key: `${subject}/marked-bad/${at}`,
      type: 'dev.safepoint.deployment.marked-bad',
      subject,
      entityRef,
      environment,
      time: new Date(at),
      data: { ...data, markedBad: { by, since } },
    });
  }
  return events;
}

function describe(
  deployment: DeploymentFacts,
  record: RecordFacts,
  portalUrl: string,
): Record<string, unknown> {
  const { entityRef, environment } = record;
  const { status, gate, commit, ref, pipelineUrl, gatedAt } = deployment;
  return {
    entityRef,
    environment,
    link: pageLink(portalUrl, record),
    deploymentId: deployment.id,
    status,
    gate,
    ground: deployment.gateRecord?.ground,
    commit,
    ref,
    pipelineUrl,
    recoveryPointIds: deployment.recoveryPointIds,
    gatedAt,
    startedAt: deployment.startedAt,
    finishedAt: deployment.finishedAt,
  };
}
