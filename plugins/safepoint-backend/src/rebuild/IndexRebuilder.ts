import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { RebuildReportView } from '@safepoint/backstage-plugin-safepoint-common';
import { listStanzaDigests, type Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import { audited } from '../audit/audited';
import type { HeaderStanza } from '../database/HeaderStanzaStore';
import type { DurableRecords } from '../records/DurableRecords';
import type { SignedManifest } from '../records/SignedManifest';
import type { SigningKeys } from '../records/SigningKeys';
import { IndexWriter } from './IndexWriter';
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

/**
 * Makes the database what storage says, while the portal serves.
 *
 * Protocol: (a) the tables are remembered as they are; (b) what waits in the outbox goes to storage, so that
 * storage knows all that was remembered, and a record that another writer's has overtaken is dropped, since
 * storage is the truth; (c) storage is read whole; (d) in one transaction the rows that storage contradicts are
 * written, and no others. What somebody has changed since (a) is newer than what was read and stays, as do
 * rows that live only while a job runs: runs, leases, uploads, and the points that are being written now. A
 * crash anywhere leaves the index as it was; repeating it is safe.
 */
export class IndexRebuilder {
  constructor(private readonly options: IndexRebuilderOptions) {}

  async rebuildIndex(): Promise<RebuildReportView> {
    const { auditor, storage, signingKeys } = this.options;
    return audited(
      auditor,
      { eventId: 'index-rebuild', severityLevel: 'high', meta: {} },
      async () => {
        const writer = await IndexWriter.start(this.options.knex);
        const dropped = await this.#emptyOutbox();
        const scanned = await scanStorage(storage, signingKeys.known);
        const plan = planRebuild(scanned);
        const stanzas = await this.#readStanzas(plan, scanned.manifests);
        await writer.write(plan, stanzas);
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
}
