import { parseEntityRef } from '@backstage/catalog-model';
import type { Alert } from '../alerts';
import type { RecordedDeployment } from '../database/RecordedDeployment';

/** Tells the owner of a bypass. It holds only what GitLab and the portal know, nothing that a job wrote. */
export function describeBypass(
  bypass: RecordedDeployment,
  appBaseUrl: string,
): Alert {
  const { id, entityRef, environment } = bypass;
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const query = new URLSearchParams({ environment });
  return {
    kind: 'gate-bypassed',
    severity: 'high',
    entityRef,
    environment,
    title: `${name} was deployed to ${environment} past the gate`,
    text: `${bypass.bypassReason} No recovery point stands behind this deployment: back up now, and see how the deploy job of pipeline ${bypass.pipelineId} came to run.`,
    link: `${appBaseUrl}/catalog/${namespace}/${kind}/${name}/recovery?${query}`,
    dedupeKey: `bypass-${id}`,
  };
}
