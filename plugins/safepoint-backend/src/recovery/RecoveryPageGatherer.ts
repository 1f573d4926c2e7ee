import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import {
  safepointBackupCreatePermission,
  safepointBindingManagePermission,
  safepointDeploymentMarkPermission,
  safepointDrillCreatePermission,
  safepointInstanceReadPermission,
  safepointRestoreRequestPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import { isDataStore } from '../catalog/dataStore';
import { type EntityDirectory, refOf } from '../catalog/EntityDirectory';
import type { AgentStores } from '../database/agentStores';
import type { PortalStores } from '../database/portalStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Authorizer } from '../permissions/Authorizer';
import type {
  RequestVisibility,
  VisibleRequest,
} from '../requests/RequestVisibility';
import type { PostureReader } from '../posture/PostureReader';
import type { RecentFacts } from '../posture/RecentFacts';
import type { GateRules } from '../policies';
import { environmentsOf } from './environmentsOf';
import { loadPageFacts } from './loadPageFacts';
import type { RecoveryPage, StorePermissions } from './RecoveryPage';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

const requestsOnPage = 20;

export interface RecoveryPageGathererOptions {
  stores: PortalStores & AgentStores;
  directory: EntityDirectory;
  authorizer: Authorizer;
  visibility: RequestVisibility;
  postures: Pick<PostureReader, 'read'>;
  recentFacts: RecentFacts;
  gateRules: Pick<GateRules, 'findGate'>;
  now?: () => Date;
}

/** Gathers what the Recovery tab of an entity shows, and nothing that the caller may not see. */
export class RecoveryPageGatherer {
  readonly #options: RecoveryPageGathererOptions;

  constructor(options: RecoveryPageGathererOptions) {
    this.#options = options;
  }

  async gather(
    entity: Entity,
    credentials: UserCredentials,
  ): Promise<RecoveryPage> {
    const { directory, stores } = this.#options;
    const candidates = await directory.findStoresOf(entity);
    const storesByRef = new Map(
      (await this.#filterVisible(candidates, credentials)).map(store => [
        refOf(store),
        store,
      ]),
    );
    const dependents = await this.#findDependents(storesByRef);
    const entityRef = refOf(entity);
    const instances = await stores.instances.findByEntities([
      ...storesByRef.keys(),
    ]);
    const postures = await this.#options.postures.read(
      instances,
      [...dependents.values()].flat(),
    );
    const [facts, bindings, requests, deployments, may] = await Promise.all([
      loadPageFacts(this.#options, instances, dependents),
      stores.bindings.findByEntities([...storesByRef.keys(), entityRef]),
      this.#loadRequests(instances, credentials),
      this.#loadDeployments(entity, dependents, credentials),
      this.#loadPermissions([...storesByRef.keys()], credentials),
    ]);
    const page = {
      entity,
      entityRef,
      storesByRef,
      facts: facts.flatMap(one => {
        const posture = postures.get(one.instance.id);
        return posture ? [{ ...one, posture }] : [];
      }),
      bindings: [...new Map(bindings.map(one => [one.id, one])).values()],
      requests,
      deployments: deployments.visible,
      mayMark: deployments.mayMark,
      may,
      now: this.#options.now?.() ?? new Date(),
    };
    return {
      ...page,
      gateModes: isDataStore(entity)
        ? new Map()
        : await this.#findGateModes(page, candidates),
    };
  }

  /** Also stores that the caller may not see have a say. */
  async #findGateModes(
    page: Omit<RecoveryPage, 'gateModes'>,
    stores: Entity[],
  ): Promise<RecoveryPage['gateModes']> {
    const found = await Promise.all(
      environmentsOf(page).map(async environment => {
        const { mode } = await this.#options.gateRules.findGate({
          componentRef: page.entityRef,
          environment,
          storeRefs: stores.map(refOf),
        });
        return [environment, mode] as const;
      }),
    );
    return new Map(found);
  }

  async #filterVisible(
    entities: Entity[],
    credentials: UserCredentials,
  ): Promise<Entity[]> {
    const answers = await this.#options.authorizer.mayEach(
      entities.map(candidate => ({
        permission: safepointInstanceReadPermission,
        resourceRef: refOf(candidate),
      })),
      credentials,
    );
    return entities.filter((_, index) => answers[index]);
  }

  /** By store; also those that the caller may not see, since the rules must know their deployments. */
  async #findDependents(
    storesByRef: Map<string, Entity>,
  ): Promise<Map<string, string[]>> {
    const entries = await Promise.all(
      [...storesByRef].map(async ([ref, store]) => {
        const dependents = await this.#options.directory.findDependentsOf(
          store,
        );
        return [ref, dependents.map(refOf)] as const;
      }),
    );
    return new Map(entries);
  }

  async #loadRequests(
    instances: StoredInstance[],
    credentials: UserCredentials,
  ): Promise<VisibleRequest[]> {
    const byId = new Map(instances.map(instance => [instance.id, instance]));
    const found = await this.#options.stores.requests.findByInstances(
      [...byId.keys()],
      requestsOnPage,
    );
    const candidates = found.flatMap(request => {
      const instance = byId.get(request.instanceId);
      return instance ? [{ request, instance }] : [];
    });
    return this.#options.visibility.filterVisible(candidates, credentials);
  }

  /** A component's own deployments; of a data store those of all that depend on it. */
  async #loadDeployments(
    entity: Entity,
    dependents: Map<string, string[]>,
    credentials: UserCredentials,
  ): Promise<{ visible: RecordedDeployment[]; mayMark: boolean }> {
    const { authorizer, stores } = this.#options;
    const refs = isDataStore(entity)
      ? [...new Set([...dependents.values()].flat())]
      : [refOf(entity)];
    const answers = await authorizer.mayEach(
      [
        safepointInstanceReadPermission,
        safepointDeploymentMarkPermission,
      ].flatMap(permission =>
        refs.map(resourceRef => ({ permission, resourceRef })),
      ),
      credentials,
    );
    const readable = refs.filter((_, index) => answers[index]);
    return {
      visible: await stores.deployments.listByEntities(readable),
      mayMark: answers.slice(refs.length).some(Boolean),
    };
  }

  async #loadPermissions(
    storeRefs: string[],
    credentials: UserCredentials,
  ): Promise<Map<string, StorePermissions>> {
    const permissions = [
      safepointBackupCreatePermission,
      safepointDrillCreatePermission,
      safepointRestoreRequestPermission,
      safepointBindingManagePermission,
    ];
    const answers = await this.#options.authorizer.mayEach(
      storeRefs.flatMap(resourceRef =>
        permissions.map(permission => ({ permission, resourceRef })),
      ),
      credentials,
    );
    return new Map(
      storeRefs.map((ref, index) => {
        const [backup, drill, restore, manageBindings] = answers.slice(
          index * permissions.length,
        );
        return [ref, { backup, drill, restore, manageBindings }];
      }),
    );
  }
}
