import type { ListedDeployment } from '../gitlab/DeploymentLookup';
import type { PipelinePlace } from './PipelinePlace';

/** The deployments of a project by pipeline and environment, in the order in which they first occur. */
export function groupByPlace(
  { issuer, projectId }: Pick<PipelinePlace, 'issuer' | 'projectId'>,
  deployments: ListedDeployment[],
): [PipelinePlace, ListedDeployment[]][] {
  const groups = new Map<string, [PipelinePlace, ListedDeployment[]]>();
  for (const deployment of deployments) {
    const { pipelineId, environment } = deployment;
    const key = JSON.stringify([pipelineId, environment]);
    const group = groups.get(key) ?? [
      { issuer, projectId, pipelineId, environment },
      [],
    ];
    group[1].push(deployment);
    groups.set(key, group);
  }
  return [...groups.values()];
}
