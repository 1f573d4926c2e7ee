import {
  deploymentPart,
  durationPart,
  momentPart,
  phrase,
  type PhrasePart,
} from '../phrase';
import { because } from './reasons';
import type {
  PinningDeployment,
  RetainedPoint,
  RetentionInput,
  RetentionReason,
} from './RetentionPlan';

/** A deployment keeps its points while it is open, and for the window after its end. */
export function pinByDeployments(
  point: RetainedPoint,
  input: RetentionInput,
): RetentionReason[] {
  const own = input.deployments.filter(
    ({ id, recoveryPointIds }) =>
      id === point.deploymentId ||
      id === point.baselineOf ||
      recoveryPointIds.includes(point.id),
  );
  const unknown = [point.deploymentId, point.baselineOf].filter(
    (id): id is string => !!id && !own.some(deployment => deployment.id === id),
  );
  return [
    ...own.flatMap(deployment => pinByKnown(deployment, input)),
    ...unknown.flatMap(id => pinByUnknown(id, point, input)),
  ];
}

function pinByKnown(
  deployment: PinningDeployment,
  input: RetentionInput,
): RetentionReason[] {
  const name = deploymentPart(deployment.id);
  if (deployment.status === 'gated' || deployment.status === 'running') {
    return [
      because('deployment', phrase`Deployment ${name} has not ended yet.`),
    ];
  }
  const end =
    deployment.finishedAt ?? deployment.startedAt ?? deployment.gatedAt;
  const until = addWindow(end, input);
  if (until <= input.now) return [];
  return [
    because(
      'deployment',
      phrase`It stands behind deployment ${name} and is kept for ${windowOf(
        input,
      )} after it; that ends ${momentPart(until, 'at')}.`,
      until,
    ),
  ];
}

/** A gate that never let its deployment start leaves such a point; its window counts from when it was made. */
function pinByUnknown(
  deploymentId: string,
  point: RetainedPoint,
  input: RetentionInput,
): RetentionReason[] {
  const until = addWindow(point.createdAt, input);
  if (until <= input.now) return [];
  return [
    because(
      'deployment',
      phrase`It was taken for deployment ${deploymentPart(
        deploymentId,
      )}, of which nothing is recorded; it is kept for ${windowOf(
        input,
      )}, which ends ${momentPart(until, 'at')}.`,
      until,
    ),
  ];
}

function addWindow(moment: Date, { rules }: RetentionInput): Date {
  return new Date(moment.getTime() + rules.pinDeploymentsSeconds * 1000);
}

function windowOf({ rules }: RetentionInput): PhrasePart {
  return durationPart(rules.pinDeploymentsSeconds);
}
