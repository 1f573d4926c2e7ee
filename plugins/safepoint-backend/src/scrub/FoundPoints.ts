import {
  type DurableRecord,
  entityPrefix,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  listStanzaDigests,
  readSignedManifest,
  readSignedRecord,
} from '@safepoint/engine';
import { decodeTime } from 'ulid';
import { audited } from '../audit/audited';
import { agentStores } from '../database/agentStores';
import type { HeaderStanza } from '../database/HeaderStanzaStore';
import { portalStores } from '../database/portalStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { planRebuild } from '../rebuild/planRebuild';
import { draftPointStatusRecord } from '../records/recordDrafts';
import type { SignedManifest } from '../records/SignedManifest';
import { manifestName } from './expectedFiles';
import type { PointFolder } from './PointFolder';
import type { ScrubDependencies } from './ScrubDependencies';

/** What the folder holds, and what the database would hold of it if it had never forgotten. */
interface Find {
  point: RecordedPoint;
  instance: StoredInstance;
  manifest?: SignedManifest;
}

/**
 * Recovery points that are in storage and not in the database: after a database was restored from an older
 * copy, or where somebody copied them there. One whose manifest the portal has signed for this very place is
 * taken up with its origin, under all that its records say; the signature says who made it, wherever it was
 * since. Anything else is shown, quarantined, with the reason. Nothing in storage is changed but for the
 * record of the point, which makes a rebuild show the same.
 */
export class FoundPoints {
  constructor(private readonly dependencies: ScrubDependencies) {}

  /** Undefined where no store is known that it could be shown with. */
  async takeUp(folder: PointFolder): Promise<RecordedPoint | undefined> {
    const find = await this.#examine(folder);
    if (!find) {
      this.dependencies.logger.warn(
        `${folder.folder} is in storage, and its store is not known: rebuild the index, or find out who put it there.`,
      );
      return undefined;
    }
    const { entityRef, environment, id } = folder;
    const { quarantined, problem } = find.point;
    return audited(
      this.dependencies.auditor,
      {
        eventId: 'recovery-point-found',
        severityLevel: quarantined ? 'high' : 'medium',
        meta: {
          ...{ recoveryPointId: id, entityRef, environment, quarantined },
          ...(problem && { kind: problem.kind }),
        },
      },
      () => this.#record(find),
    );
  }

  async #examine(folder: PointFolder): Promise<Find | undefined> {
    const { storage, signingKeys, instances } = this.dependencies;
    const { id, entityRef, environment } = folder;
    const known = await instances.findByEntity(entityRef, environment);
    const bytes = await storage.readObject(`${folder.folder}/${manifestName}`);
    if (!bytes) return undefined;
    const records = await this.#readNewest(folder, 'recovery-point-status', id);
    try {
      await readSignedManifest(bytes, signingKeys.known, {
        ...{ id, entityRef, environment },
        ...(known && { instanceId: known.id }),
      });
    } catch (error) {
      const { kind, message, name } = error as Error & { kind: string };
      if (name !== 'SafepointError') throw error;
      return this.#doubt(folder, records, { kind, message });
    }
    const manifest: SignedManifest = JSON.parse(bytes.toString('utf8'));
    const instanceRecords = known
      ? []
      : await this.#readNewest(folder, 'store-instance', manifest.instance.id);
    const plan = planRebuild({
      manifests: [manifest],
      records: [...records, ...instanceRecords],
      counts: { manifests: 1, records: 0 },
      problems: [],
    });
    const [{ point }] = plan.points;
    return { point, manifest, instance: plan.instances[0] };
  }

  /** Somebody wrote it who is not the portal, or moved it. */
  async #doubt(
    { id, entityRef, environment, folder }: PointFolder,
    records: DurableRecord[],
    { kind, message }: { kind: string; message: string },
  ): Promise<Find | undefined> {
    const stores = portalStores(this.dependencies.knex);
    const instance = (await stores.instances.findByEntities([entityRef])).find(
      one => one.environment === environment,
    );
    if (!instance) return undefined;
    const [recorded] = records;
    const problem = {
      kind: `found-${kind}`,
      message: `Found in ${folder} and quarantined. ${message}`,
    };
    const point: RecordedPoint = recorded
      ? recoveryPointMapping.fromRecordData(recorded.data, recorded.revision)
      : {
          id,
          instanceId: instance.id,
          trigger: 'external',
          status: 'failed',
          createdAt: new Date(decodeTime(id)),
          level: 'L0',
          quarantined: true,
          revision: 0,
        };
    return { point: { ...point, quarantined: true, problem }, instance };
  }

  /** The newest record of a thing, if it has any that the portal has signed. */
  async #readNewest(
    { entityRef, environment }: PointFolder,
    type: DurableRecord['type'],
    id: string,
  ): Promise<DurableRecord[]> {
    const { storage, signingKeys } = this.dependencies;
    const place = entityPrefix(entityRef, environment);
    const keys: string[] = [];
    for await (const { key } of storage.listObjects(
      `${place}/records/${type}-${id}-`,
    )) {
      keys.unshift(key);
    }
    for (const key of keys) {
      const bytes = await storage.readObject(key);
      if (!bytes) continue;
      try {
        const { record } = await readSignedRecord(bytes, signingKeys.known);
        if (record.type === type && record.id === id) return [record];
      } catch (error) {
        if ((error as { retryable?: boolean }).retryable) throw error;
      }
    }
    return [];
  }

  async #record({ point, instance, manifest }: Find): Promise<RecordedPoint> {
    const { records } = this.dependencies;
    const found: RecordedPoint = {
      ...point,
      origin: 'found',
      revision: point.revision + 1,
    };
    const stanzas = manifest ? await this.#readStanzas(manifest) : [];
    await records.transaction(async trx => {
      const stores = { ...agentStores(trx), ...portalStores(trx) };
      if (await stores.points.find(found.id)) return;
      await stores.instances.tryInsert(instance);
      await stores.points.insert(found);
      if (manifest) {
        await trx(recoveryPointMapping.table)
          .where({ id: found.id })
          .update({ manifest: JSON.stringify(manifest) });
      }
      await stores.stanzas.claim(stanzas);
      await records.commit(trx, draftPointStatusRecord(found, instance));
    });
    return found;
  }

  /** So that a header which was copied from it is refused from now on. */
  async #readStanzas(manifest: SignedManifest): Promise<HeaderStanza[]> {
    const { storage } = this.dependencies;
    const stanzas: HeaderStanza[] = [];
    for (const { name, header } of manifest.objects) {
      const { key, versionId } = header;
      const bytes = await storage.readObject(key, { versionId });
      const digests = bytes ? await listStanzaDigests(bytes) : [];
      for (const digest of digests) {
        stanzas.push({ digest, recoveryPointId: manifest.id, object: name });
      }
    }
    return stanzas;
  }
}
