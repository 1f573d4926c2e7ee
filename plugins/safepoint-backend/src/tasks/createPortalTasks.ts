import type { DeploymentReconciler } from '../events/DeploymentReconciler';
import type { RequestReconciler } from '../requests/RequestReconciler';
import type { ScheduledTask } from './ScheduledTask';

/** What the half that serves people does by itself. */
export function createPortalTasks(services: {
  deployments: Pick<DeploymentReconciler, 'run'>;
  requests: Pick<RequestReconciler, 'run'>;
}): ScheduledTask[] {
  const schedule = {
    timeout: { minutes: 2 },
    initialDelay: { seconds: 5 },
  };
  return [
    {
      id: 'safepoint-reconcile-deployments',
      schedule: { ...schedule, frequency: { minutes: 1 } },
      run: () => services.deployments.run(),
    },
    {
      id: 'safepoint-reconcile-requests',
      // A replica that dies in a round keeps the others from it for that long.
      schedule: {
        ...schedule,
        frequency: { seconds: 15 },
        timeout: { minutes: 1 },
      },
      run: () => services.requests.run(),
    },
  ];
}
