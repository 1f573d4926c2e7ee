import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  type RetentionPlanView,
  safepointHoldManagePermission,
  safepointInstanceReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Authorizer } from '../permissions/Authorizer';
import type { RetentionPlanner } from './RetentionPlanner';
import { describePlan } from './toRetentionApi';

export interface RetentionPlanReaderOptions {
  stores: Pick<PortalStores, 'instances'>;
  planner: RetentionPlanner;
  authorizer: Authorizer;
  graceSeconds: number;
  deletes: boolean;
  now: () => Date;
}

/** The plan as it would be made now; looking at it changes nothing. */
export class RetentionPlanReader {
  constructor(private readonly options: RetentionPlanReaderOptions) {}

  async get(
    instanceId: string,
    credentials: BackstageCredentials,
  ): Promise<RetentionPlanView> {
    const { authorizer, planner, stores, now } = this.options;
    const instance = await stores.instances.find(instanceId);
    const [visible, mayHold] = instance
      ? await this.#ask(authorizer, instance, credentials)
      : [];
    if (!instance || !visible) {
      throw new NotFoundError(`There is no store instance ${instanceId}.`);
    }
    return describePlan({
      ...this.options,
      instance,
      plan: await planner.plan(instance),
      mayHold,
      now: now(),
    });
  }

  #ask(
    authorizer: Authorizer,
    { entityRef: resourceRef }: StoredInstance,
    credentials: BackstageCredentials,
  ): Promise<boolean[]> {
    return authorizer.mayEach(
      [safepointInstanceReadPermission, safepointHoldManagePermission].map(
        permission => ({ permission, resourceRef }),
      ),
      credentials,
    );
  }
}
