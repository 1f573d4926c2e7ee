import type { CloudEvent } from './cloudEvent';
import type { DomainEvent } from './DomainEvent';

/** Of CDEvents 0.5.1. @public */
export const serviceDeployedType = 'dev.cdevents.service.deployed.0.3.0';

/**
 * A deployment that succeeded, in the words of CDEvents 0.5.1, bound to CloudEvents as that specification
 * says; none for anything else. The artifact is the commit that was deployed, as a package URL.
 *
 * @public
 */
export function toCdEvent(
  event: DomainEvent,
  envelope: { id: string; portalUrl: string },
): CloudEvent | undefined {
  if (event.type !== 'dev.safepoint.deployment.succeeded') return undefined;
  const { commit, deploymentId, gate, pipelineUrl, recoveryPointIds } =
    event.data as Record<string, unknown>;
  const time = event.time.toISOString();
  return {
    specversion: '1.0',
    id: envelope.id,
    source: envelope.portalUrl,
    type: serviceDeployedType,
    subject: event.entityRef,
    time,
    datacontenttype: 'application/json',
    data: {
      context: {
        specversion: '0.5.1',
        id: envelope.id,
        source: envelope.portalUrl,
        type: serviceDeployedType,
        timestamp: time,
      },
      subject: {
        id: event.entityRef,
        source: envelope.portalUrl,
        content: {
          environment: { id: event.environment, source: envelope.portalUrl },
          artifactId: artifactOf(event.entityRef, commit),
        },
      },
      customData: { deploymentId, gate, pipelineUrl, recoveryPointIds },
      customDataContentType: 'application/json',
    },
  };
}

function artifactOf(entityRef: string, commit: unknown): string {
  const name = entityRef.slice(entityRef.indexOf('/') + 1);
  const version =
    typeof commit === 'string' ? `@${encodeURIComponent(commit)}` : '';
  return `pkg:generic/${encodeURIComponent(name)}${version}`;
}
