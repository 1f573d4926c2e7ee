import { createHash } from 'node:crypto';
import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  findLastKnownGood,
  type RecoveryPointDetailView,
  type RecoveryPointView,
  recoveryPointPrefix,
  type RestorePreviewView,
  type SchemaChangeView,
  safepointInstanceReadPermission,
  startOfDeployment,
  type StoredObjectView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { DriverDescriptor, Storage } from '@safepoint/engine';
import { type EntityDirectory, refOf } from '../catalog/EntityDirectory';
import type { AgentStores } from '../database/agentStores';
import type { PortalStores } from '../database/portalStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Authorizer } from '../permissions/Authorizer';
import type { RecoverySetReader } from '../recoverySets/RecoverySetReader';
import type { RequestService } from '../requests/RequestService';
import { loadInstanceFacts } from './InstanceFacts';
import { previewRestore } from './previewRestore';
import { SchemaComparer } from './SchemaComparer';
import { toDrillView, toRecoveryPointView, toStoredObjectViews } from './toApi';

export interface RecoveryPointServiceOptions {
  stores: PortalStores & AgentStores;
  directory: EntityDirectory;
  authorizer: Authorizer;
  requests: RequestService;
  sets: RecoverySetReader;
  storage: Storage;
  drivers: Map<string, DriverDescriptor>;
  logger: LoggerService;
  now?: () => Date;
}

/** Recovery points one by one and page by page. Whoever may not see their store is told that there are none. */
export class RecoveryPointService {
  readonly #options: RecoveryPointServiceOptions;
  readonly #schemas: SchemaComparer;

  constructor(options: RecoveryPointServiceOptions) {
    this.#options = options;
    this.#schemas = new SchemaComparer(options.stores.points);
  }

  async list(
    query: { instanceId: string; limit: number; cursor?: string },
    credentials: BackstageCredentials,
  ): Promise<{ items: RecoveryPointView[]; nextCursor?: string }> {
    const instance = await this.#options.stores.instances.find(
      query.instanceId,
    );
    if (!instance || !(await this.#maySee(instance, credentials))) {
      throw new NotFoundError(
        `There is no store instance ${query.instanceId}.`,
      );
    }
    const found = await this.#options.stores.points.page({
      instanceId: instance.id,
      limit: query.limit + 1,
      before: query.cursor,
    });
    const page = found.slice(0, query.limit);
    return {
      items: page.map(point => toRecoveryPointView(point, instance)),
      nextCursor: found.length > page.length ? page.at(-1)?.id : undefined,
    };
  }

  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<RecoveryPointDetailView> {
    const { sets, stores } = this.#options;
    const { point, instance } = await this.#findVisible(id, credentials);
    const [objects, drills, set, schemaChange] = await Promise.all([
      this.#listObjects(point, instance),
      stores.drills.listByPoints([id]),
      sets.find(point.setId, credentials),
      this.#schemas.compareWithPrevious(point),
    ]);
    return {
      ...toRecoveryPointView(point, instance),
      objects,
      drills: drills.map(toDrillView),
      set,
      schemaChange,
    };
  }

  /** Of two points of one instance; without the other, of this one and the newest. */
  async compareSchemas(
    id: string,
    otherId: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<SchemaChangeView> {
    const { point, instance } = await this.#findVisible(id, credentials);
    if (!otherId) {
      return (
        (await this.#schemas.compareWithNow(point)) ??
        this.#schemas.compare(id, id)
      );
    }
    const other = await this.#options.stores.points.find(otherId);
    if (other?.instanceId !== instance.id) {
      throw new NotFoundError(
        `${instance.entityRef} has no recovery point ${otherId} in ${instance.environment}.`,
      );
    }
    return this.#schemas.compare(id, otherId);
  }

  async preview(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<RestorePreviewView> {
    const { directory, drivers, requests, sets, stores } = this.#options;
    const { point, instance } = await this.#findVisible(id, credentials);
    const store = await directory.find(instance.entityRef);
    const dependents = store ? await directory.findDependentsOf(store) : [];
    const dependentRefs = dependents.map(refOf);
    const instances = await stores.instances.findByEntities([
      instance.entityRef,
    ]);
    const facts = await loadInstanceFacts(
      stores,
      instances,
      new Map([[instance.entityRef, dependentRefs]]),
    );
    const own = facts.find(one => one.instance.id === instance.id);
    const now = this.#options.now?.() ?? new Date();
    return previewRestore({
      point,
      instance,
      deploymentsSince: (own?.deployments ?? []).filter(
        deployment =>
          point.stateAt && startOfDeployment(deployment) > point.stateAt,
      ),
      drills: own?.drills ?? [],
      lastKnownGood: own && findLastKnownGood(own).point,
      approvalsNeeded: await requests.approvalsFor(
        instance,
        instance.environment,
      ),
      driver: drivers.get(instance.driver),
      lease: await stores.leases.findLive(instance.id, now),
      visibleDependents: await this.#filterVisible(dependentRefs, credentials),
      dependents: dependentRefs,
      schemaChange: await this.#schemas.compareWithNow(point),
      set: await sets.find(point.setId, credentials),
      now,
    });
  }

  async #findVisible(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<{ point: RecordedPoint; instance: StoredInstance }> {
    const { stores } = this.#options;
    const point = await stores.points.find(id);
    const instance = point && (await stores.instances.find(point.instanceId));
    if (!point || !instance || !(await this.#maySee(instance, credentials))) {
      throw new NotFoundError(`There is no recovery point ${id}.`);
    }
    return { point, instance };
  }

  #maySee(
    instance: StoredInstance,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    return this.#options.authorizer.may(
      safepointInstanceReadPermission,
      instance.entityRef,
      credentials,
    );
  }

  async #filterVisible(
    entityRefs: string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const answers = await this.#options.authorizer.mayEach(
      entityRefs.map(resourceRef => ({
        permission: safepointInstanceReadPermission,
        resourceRef,
      })),
      credentials,
    );
    return entityRefs.filter((_, index) => answers[index]);
  }

  async #listObjects(
    point: RecordedPoint,
    instance: StoredInstance,
  ): Promise<StoredObjectView[]> {
    const { storage, stores } = this.#options;
    const manifest = await stores.points.readManifest(point.id);
    if (!manifest) return [];
    return [
      ...toStoredObjectViews(manifest, key => storage.locationOf(key)),
      ...(await this.#describeManifest(point, instance)),
    ];
  }

  /** The manifest does not list itself; what stands in storage is described. */
  async #describeManifest(
    point: RecordedPoint,
    instance: StoredInstance,
  ): Promise<StoredObjectView[]> {
    const { logger, storage } = this.#options;
    const { entityRef, environment } = instance;
    const prefix = recoveryPointPrefix(entityRef, environment, point.id);
    const key = `${prefix}/manifest.json`;
    try {
      const bytes = await storage.readObject(key);
      if (!bytes) return [];
      return [
        {
          name: 'manifest.json',
          key,
          location: storage.locationOf(key),
          sizeBytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        },
      ];
    } catch (error) {
      // The page must work when storage does not; its health is told elsewhere.
      logger.warn(`The manifest ${key} could not be read: ${error}`);
      return [];
    }
  }
}
