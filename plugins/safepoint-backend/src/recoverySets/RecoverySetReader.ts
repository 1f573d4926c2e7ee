import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { RELATION_DEPENDS_ON } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  type RecoverySetView,
  safepointInstanceReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import { type EntityDirectory, relationsOf } from '../catalog/EntityDirectory';
import type { AgentStores } from '../database/agentStores';
import type { PortalStores } from '../database/portalStores';
import type { Authorizer } from '../permissions/Authorizer';
import { describeSet, type SetMember } from './describeSet';
import type { RecoverySet } from './RecoverySet';
import type { RecoverySetStore } from './RecoverySetStore';

/** Recovery sets as a person may see them: of the points in it those whose store they may see. */
export class RecoverySetReader {
  constructor(
    private readonly options: {
      sets: RecoverySetStore;
      stores: Pick<AgentStores, 'points'> & Pick<PortalStores, 'instances'>;
      authorizer: Authorizer;
      directory: Pick<EntityDirectory, 'findMany'>;
    },
  ) {}

  /** Throws a `NotFoundError` alike if there is none and if the caller may see nothing of it. */
  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<RecoverySetView> {
    const view = await this.find(id, credentials);
    if (!view) throw new NotFoundError(`There is no recovery set ${id}.`);
    return view;
  }

  async find(
    id: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<RecoverySetView | undefined> {
    const set = id ? await this.options.sets.find(id) : undefined;
    if (!set) return undefined;
    const members = await this.#loadMembers(set);
    const answers = await this.options.authorizer.mayEach(
      members.map(({ entityRef }) => ({
        permission: safepointInstanceReadPermission,
        resourceRef: entityRef,
      })),
      credentials,
    );
    const visible = members.filter((_, index) => answers[index]);
    return visible.length > 0 ? describeSet(set, visible) : undefined;
  }

  async #loadMembers(set: RecoverySet): Promise<SetMember[]> {
    const { instances, points } = this.options.stores;
    const found = await points.listByIds(set.recoveryPointIds);
    const members = await Promise.all(
      found.map(async point => {
        const instance = await instances.find(point.instanceId);
        return instance ? [{ point, entityRef: instance.entityRef }] : [];
      }),
    );
    const entities = await this.options.directory.findMany(
      members.flat().map(({ entityRef }) => entityRef),
    );
    return members.flat().map(member => {
      const entity = entities.get(member.entityRef);
      return {
        ...member,
        dependsOn: entity ? relationsOf(entity, RELATION_DEPENDS_ON) : [],
      };
    });
  }
}
