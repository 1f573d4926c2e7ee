import type {
  DeploymentView,
  EntityRecoveryView,
  RecoveryPointView,
  RequestView,
} from '@safepoint/backstage-plugin-safepoint-common';

const openRequests: RequestView['status'][] = [
  'awaiting-approval',
  'approved',
  'triggering',
  'triggered',
  'running',
];
const openPoints: RecoveryPointView['status'][] = [
  'pending',
  'running',
  'completing',
];
const openDeployments: DeploymentView['status'][] = ['gated', 'running'];

/** Whether this request is still to come to an end. */
export function isRequestOpen(request: RequestView): boolean {
  return openRequests.includes(request.status);
}

/** Whether anything moves, so that a page shows it soon. */
export function isUnderWay(recovery: EntityRecoveryView): boolean {
  return recovery.environments.some(
    environment =>
      environment.deployments.some(({ status }) =>
        openDeployments.includes(status),
      ) ||
      environment.instances.some(
        instance =>
          instance.requests.some(isRequestOpen) ||
          instance.recoveryPoints.some(({ status }) =>
            openPoints.includes(status),
          ),
      ),
  );
}
