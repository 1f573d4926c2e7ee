import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  combineVerdicts,
  type EntityRecoveryView,
  type EnvironmentRecoveryView,
  type Objectives,
  safepointBackupCreatePermission,
  safepointBindingManagePermission,
  safepointDeploymentMarkPermission,
  safepointDrillCreatePermission,
  SAFEPOINT_ENVIRONMENTS_ANNOTATION,
  safepointInstanceReadPermission,
  safepointRestoreRequestPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Binding } from '../bindings/Binding';
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
import { describeInstance } from './describeInstance';
import { type InstanceFacts, loadInstanceFacts } from './InstanceFacts';
import { toDeploymentView } from './toApi';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

const requestsOnPage = 20;
const deploymentsOnPage = 20;

export interface RecoveryServiceOptions {
  stores: PortalStores & AgentStores;
  directory: EntityDirectory;
  authorizer: Authorizer;
  visibility: RequestVisibility;
  objectives: Objectives;
  isProduction: (environment: string) => boolean;
  now?: () => Date;
}

/** What was gathered for one page; each part by one query or one call. */
interface Page {
  entityRef: string;
  /** The data stores that the caller may see, by reference. */
  storesByRef: Map<string, Entity>;
  facts: InstanceFacts[];
  bindings: Binding[];
  requests: VisibleRequest[];
  /** Those that the caller may see. */
  deployments: RecordedDeployment[];
  may: Map<string, StorePermissions>;
  mayMark: boolean;
  now: Date;
}

type StorePermissions = {
  backup: boolean;
  drill: boolean;
  restore: boolean;
  manageBindings: boolean;
};

/**
 * The Recovery tab of one entity: of a component the data stores that it depends on (and itself, if it is
 * one), of a data store itself. Whoever may not see the entity is told that there is none.
 */
export class RecoveryService {
  readonly #options: RecoveryServiceOptions;

  constructor(options: RecoveryServiceOptions) {
    this.#options = options;
  }

  async getEntityRecovery(
    entityRef: string,
    credentials: UserCredentials,
  ): Promise<EntityRecoveryView> {
    const { authorizer, directory } = this.#options;
    const [entity, visible] = await Promise.all([
      directory.find(entityRef),
      authorizer.may(safepointInstanceReadPermission, entityRef, credentials),
    ]);
    if (!entity || !visible) {
      throw new NotFoundError(`There is no entity ${entityRef}.`);
    }
    const page = await this.#gather(entity, credentials);
    const seen = new Set(page.facts.map(({ instance }) => instance.entityRef));
    const uncovered = [...page.storesByRef.keys()].filter(
      ref => !seen.has(ref),
    );
    return {
      entityRef,
      asOf: page.now.toISOString(),
      environments: environmentsOf(entity, page).map(environment =>
        this.#describeEnvironment(environment, page, uncovered.length > 0),
      ),
      uncovered,
    };
  }

  async #gather(entity: Entity, credentials: UserCredentials): Promise<Page> {
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
    const [facts, bindings, requests, deployments, may] = await Promise.all([
      loadInstanceFacts(stores, instances, dependents),
      stores.bindings.findByEntities([...storesByRef.keys(), entityRef]),
      this.#loadRequests(instances, credentials),
      this.#loadDeployments(entity, dependents, credentials),
      this.#loadPermissions([...storesByRef.keys()], credentials),
    ]);
    return {
      entityRef,
      storesByRef,
      facts,
      bindings: [...new Map(bindings.map(one => [one.id, one])).values()],
      requests,
      deployments: deployments.visible,
      mayMark: deployments.mayMark,
      may,
      now: this.#options.now?.() ?? new Date(),
    };
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

  #describeEnvironment(
    environment: string,
    page: Page,
    anyUncovered: boolean,
  ): EnvironmentRecoveryView {
    const production = this.#options.isProduction(environment);
    const inEnvironment = page.bindings.filter(
      binding => binding.environment === environment,
    );
    const instances = page.facts
      .filter(({ instance }) => instance.environment === environment)
      .map(facts =>
        this.#describeInstance(facts, page, { production, inEnvironment }),
      );
    return {
      environment,
      production,
      verdict: combineVerdicts({
        instances: instances.map(({ posture }) => posture.verdict),
        anyUncovered,
      }),
      instances,
      deployments: page.deployments
        .filter(deployment => deployment.environment === environment)
        .slice(0, deploymentsOnPage)
        .map(toDeploymentView),
      mayMark: page.mayMark,
    };
  }

  #describeInstance(
    facts: InstanceFacts,
    page: Page,
    context: { production: boolean; inEnvironment: Binding[] },
  ) {
    const { id, entityRef } = facts.instance;
    const isOwn = (binding: Binding) => binding.entityRef === entityRef;
    return describeInstance({
      facts,
      title: page.storesByRef.get(entityRef)?.metadata.title,
      production: context.production,
      objectives: this.#options.objectives,
      bindings: context.inEnvironment.filter(isOwn),
      otherBindings: context.inEnvironment.filter(
        binding =>
          !isOwn(binding) &&
          binding.entityRef === page.entityRef &&
          !page.storesByRef.has(binding.entityRef),
      ),
      requests: page.requests.filter(
        ({ request }) => request.instanceId === id,
      ),
      may: page.may.get(entityRef) ?? {
        backup: false,
        drill: false,
        restore: false,
        manageBindings: false,
      },
      now: page.now,
    });
  }
}

/** Where anything was recorded, and where the entity says that it runs. */
function environmentsOf(entity: Entity, page: Page): string[] {
  const declared =
    entity.metadata.annotations?.[SAFEPOINT_ENVIRONMENTS_ANNOTATION] ?? '';
  return [
    ...new Set([
      ...page.facts.map(({ instance }) => instance.environment),
      ...page.deployments.map(({ environment }) => environment),
      ...page.bindings.map(({ environment }) => environment),
      ...declared
        .split(',')
        .map(name => name.trim())
        .filter(Boolean),
    ]),
  ].sort();
}
