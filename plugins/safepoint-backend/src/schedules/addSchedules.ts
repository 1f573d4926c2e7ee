import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  type EntityRecoveryView,
  type InstanceRecoveryView,
  safepointSchedulePausePermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Authorizer } from '../permissions/Authorizer';
import type { ScheduleReader } from './ScheduleReader';

/** The Recovery tab with the schedules of its stores, and whether the caller may pause them. */
export async function addSchedules(
  view: EntityRecoveryView,
  credentials: BackstageCredentials,
  services: { schedules: ScheduleReader; authorizer: Authorizer },
): Promise<EntityRecoveryView> {
  const all = view.environments.flatMap(({ instances }) => instances);
  const refs = [...new Set(all.map(({ instance }) => instance.entityRef))];
  const [schedulesOf, answers] = await Promise.all([
    services.schedules.read(all.map(({ instance }) => instance.id)),
    services.authorizer.mayEach(
      refs.map(resourceRef => ({
        permission: safepointSchedulePausePermission,
        resourceRef,
      })),
      credentials,
    ),
  ]);
  const add = (one: InstanceRecoveryView): InstanceRecoveryView => ({
    ...one,
    schedules: schedulesOf(one.instance.id),
    may: {
      ...one.may,
      pauseSchedules: answers[refs.indexOf(one.instance.entityRef)],
    },
  });
  return {
    ...view,
    environments: view.environments.map(environment => ({
      ...environment,
      instances: environment.instances.map(add),
    })),
  };
}
