import { parseEntityRef } from '@backstage/catalog-model';
import type { Alert } from '../alerts';
import type { RecordedDeployment } from '../database/RecordedDeployment';

/** Tells the owner of a bypass. It holds only what GitLab and the portal know, nothing that a job wrote. */
export function describeBypass(
  bypass: RecordedDeployment,
  appBaseUrl: string,
): Alert {
  const { id, environment, bypassReason, pipelineId } = bypass;
  return {
    ...describePlace(bypass, appBaseUrl),
    kind: 'gate-bypassed',
    severity: 'high',
    title: `${nameOf(bypass)} was deployed to ${environment} past the gate`,
    text: `${bypassReason} No recovery point stands behind this deployment: back up now, and see how the deploy job of pipeline ${pipelineId} came to run.`,
    dedupeKey: `bypass-${id}`,
  };
}

/** Tells the owner once that a strict gate has become an easy one. */
export function describeWeakerGate(
  deployment: RecordedDeployment,
  appBaseUrl: string,
): Alert {
  const { id, environment, pipelineId } = deployment;
  return {
    ...describePlace(deployment, appBaseUrl),
    kind: 'gate-weakened',
    severity: 'normal',
    title: `${nameOf(
      deployment,
    )} no longer confirms its gate in ${environment}`,
    text: `The deploy job of pipeline ${pipelineId} confirmed no receipt, as the ones before it did. A recovery point was taken before it began; but only the order of stages holds the next one back. See whether the job has lost the gate's needs or script.`,
    dedupeKey: `weaker-gate-${id}`,
  };
}

function describePlace(
  { entityRef, environment }: RecordedDeployment,
  appBaseUrl: string,
) {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const query = new URLSearchParams({ environment });
  return {
    entityRef,
    environment,
    link: `${appBaseUrl}/catalog/${namespace}/${kind}/${name}/recovery?${query}`,
  };
}

function nameOf({ entityRef }: RecordedDeployment): string {
  return parseEntityRef(entityRef).name;
}
