import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  type EntityRecoveryView,
  safepointInstanceReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Heartbeats } from '../health/Heartbeats';
import { addSchedules, type ScheduleReader } from '../schedules';
import {
  describeRecoveryPage,
  type RecoveryPageRules,
} from './describeRecoveryPage';
import {
  RecoveryPageGatherer,
  type RecoveryPageGathererOptions,
} from './RecoveryPageGatherer';

export type RecoveryServiceOptions = RecoveryPageGathererOptions &
  RecoveryPageRules & {
    heartbeats: Pick<Heartbeats, 'findStandstill'>;
    schedules: ScheduleReader;
  };

/**
 * The Recovery tab of one entity: of a component the data stores that it depends on (and itself, if it is
 * one), of a data store itself. Whoever may not see the entity is told that there is none.
 */
export class RecoveryService {
  readonly #options: RecoveryServiceOptions;
  readonly #gatherer: RecoveryPageGatherer;

  constructor(options: RecoveryServiceOptions) {
    this.#options = options;
    this.#gatherer = new RecoveryPageGatherer(options);
  }

  async getEntityRecovery(
    entityRef: string,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<EntityRecoveryView> {
    const { authorizer, directory } = this.#options;
    const [entity, visible] = await Promise.all([
      directory.find(entityRef),
      authorizer.may(safepointInstanceReadPermission, entityRef, credentials),
    ]);
    if (!entity || !visible) {
      throw new NotFoundError(`There is no entity ${entityRef}.`);
    }
    const page = await this.#gatherer.gather(entity, credentials);
    const view = {
      ...describeRecoveryPage(page, this.#options),
      standstill: await this.#options.heartbeats.findStandstill(),
    };
    return addSchedules(view, credentials, this.#options);
  }
}
