import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { RebuildReportView } from '@safepoint/backstage-plugin-safepoint-common';
import { listStanzaDigests, type Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import { audited } from '../audit/audited';
import { bindingMapping } from '../database/BindingStore';
import { deploymentMapping } from '../database/deploymentMapping';
import { drillMapping } from '../database/drillMapping';
import type { HeaderStanza } from '../database/HeaderStanzaStore';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import { requestMapping } from '../database/RequestStore';
import { stanzaMapping } from '../database/stanzaMapping';
import { storeInstanceMapping } from '../database/StoreInstanceStore';
import type { DurableRecords } from '../records/DurableRecords';
import { recoverySetMapping } from '../recoverySets/recoverySetMapping';
import type { SignedManifest } from '../records/SignedManifest';
import type { SigningKeys } from '../records/SigningKeys';
import { planRebuild, type RebuildPlan } from './planRebuild';
import { scanStorage } from './scanStorage';
import type { StorageProblem } from './ScannedStorage';

export interface IndexRebuilderOptions {
  knex: Knex;
  storage: Storage;
  records: DurableRecords;
  signingKeys: SigningKeys;
  logger: LoggerService;
  auditor: AuditorService;
}

/** Rows of one statement; SQLite takes at most 32,766 values. */
const chunkSize = 500;

/**
 * Makes the database what storage says.
 *
 * First what waits in the outbox goes to storage; a record that another writer's has overtaken is dropped,
 * since storage is the truth. Then storage is read whole, and in one transaction every row that storage
 * knows of is replaced. Rows that live only while a job runs stay: runs, leases, uploads, and the points
 * that are being written now.
 */
export class IndexRebuilder {
  constructor(private readonly options: IndexRebuilderOptions) {}

  async rebuildIndex(): Promise<RebuildReportView> {
    const { auditor, storage, signingKeys } = this.options;
    return audited(
      auditor,
      { eventId: 'index-rebuild', severityLevel: 'high', meta: {} },
      async () => {
        const dropped = await this.#emptyOutbox();
        const scanned = await scanStorage(storage, signingKeys.known);
        const plan = planRebuild(scanned);
        const stanzas = await this.#readStanzas(plan, scanned.manifests);
        await this.#replace(plan, stanzas);
        return {
          ...scanned.counts,
          problems: [...dropped, ...plan.problems],
        };
      },
    );
  }

  async #emptyOutbox(): Promise<StorageProblem[]> {
    const dropped: StorageProblem[] = [];
    for (;;) {
      const { written, problems } = await this.options.records.flush();
      const stuck = problems.find(({ lostRace }) => !lostRace);
      if (stuck) {
        throw new ConflictError(
          `The index is not rebuilt while records wait in the outbox (${stuck.key}: ${stuck.message}). Make the storage reachable first.`,
        );
      }
      for (const { key, message } of problems) {
        await this.options.knex('record_outbox').where({ key }).delete();
        dropped.push({ key, message });
      }
      if (written + problems.length === 0) return dropped;
    }
  }

  /** The headers are read so that a stanza copied from an older point is still refused. */
  async #readStanzas(
    plan: RebuildPlan,
    manifests: SignedManifest[],
  ): Promise<HeaderStanza[]> {
    const stanzas = new Map<string, HeaderStanza>();
    // The oldest point is the one that a stanza belongs to.
    const oldestFirst = [...manifests].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const { id, objects } of oldestFirst) {
      for (const { name, header } of objects) {
        try {
          const { key, versionId } = header;
          const bytes = await this.options.storage.readObject(key, {
            versionId,
          });
          if (!bytes) throw new Error('It is not in storage any more.');
          for (const digest of await listStanzaDigests(bytes)) {
            if (!stanzas.has(digest)) {
              stanzas.set(digest, {
                digest,
                recoveryPointId: id,
                object: name,
              });
            }
          }
        } catch (error) {
          if ((error as { retryable?: boolean }).retryable) throw error;
          plan.problems.push({
            key: header.key,
            message: error instanceof Error ? error.message : String(error),
          });
        }
      }
    }
    return [...stanzas.values()];
  }

  async #replace(plan: RebuildPlan, stanzas: HeaderStanza[]): Promise<void> {
    await this.options.knex.transaction(async trx => {
      const replace = async (
        table: string,
        rows: Record<string, unknown>[],
      ): Promise<void> => {
        await trx(table).delete();
        await trx.batchInsert(table, rows, chunkSize);
      };
      await replace(
        storeInstanceMapping.table,
        plan.instances.map(item => storeInstanceMapping.toRow(item)),
      );
      await replace(
        bindingMapping.table,
        plan.bindings.map(item => bindingMapping.toRow(item)),
      );
      await replace(
        deploymentMapping.table,
        plan.deployments.map(item => deploymentMapping.toRow(item)),
      );
      await replace(
        drillMapping.table,
        plan.drills.map(item => drillMapping.toRow(item)),
      );
      await replace(
        requestMapping.table,
        plan.requests.map(item => requestMapping.toRow(item)),
      );
      await replaceSets(trx, plan.sets);
      await replacePoints(trx, plan.points);
      await replaceStanzas(trx, stanzas);
    });
  }
}

/** One that is being taken lives with its run. */
async function replaceSets(
  trx: Knex.Transaction,
  sets: RebuildPlan['sets'],
): Promise<void> {
  const { table } = recoverySetMapping;
  await trx(table)
    .whereNot({ status: 'taking' })
    .orWhereIn(
      'id',
      sets.map(({ id }) => id),
    )
    .delete();
  await trx.batchInsert(
    table,
    sets.map(set => recoverySetMapping.toRow(set)),
    chunkSize,
  );
}

const beingWritten = ['pending', 'running', 'completing'];

async function replacePoints(
  trx: Knex.Transaction,
  points: RebuildPlan['points'],
): Promise<void> {
  const { table } = recoveryPointMapping;
  await trx(table)
    .whereNotIn('status', beingWritten)
    .orWhereIn(
      'id',
      points.map(({ point }) => point.id),
    )
    .delete();
  const rows = points.map(({ point, manifest }) => ({
    ...recoveryPointMapping.toRow(point),
    manifest: manifest ? JSON.stringify(manifest) : null,
  }));
  await trx.batchInsert(table, rows, chunkSize);
}

/** Those that points claimed which are being completed now stay. */
async function replaceStanzas(
  trx: Knex.Transaction,
  stanzas: HeaderStanza[],
): Promise<void> {
  const { table } = stanzaMapping;
  await trx(table)
    .whereNotIn(
      'recovery_point_id',
      trx('recovery_points').whereIn('status', beingWritten).select('id'),
    )
    .delete();
  for (let at = 0; at < stanzas.length; at += chunkSize) {
    await trx(table)
      .insert(
        stanzas
          .slice(at, at + chunkSize)
          .map(item => stanzaMapping.toRow(item)),
      )
      .onConflict('digest')
      .ignore();
  }
}
