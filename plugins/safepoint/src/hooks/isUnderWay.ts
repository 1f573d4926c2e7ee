import {
  type DeploymentView,
  type EntityRecoveryView,
  isRequestOpen,
  type RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';

const openPoints: RecoveryPointView['status'][] = [
  'pending',
  'running',
  'completing',
];
const openDeployments: DeploymentView['status'][] = ['gated', 'running'];

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
