import { NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { portalStores, type PortalStores } from '../database/portalStores';
import type { DurableRecords } from '../records';
import type { RecoveryRequest } from './RecoveryRequest';
import { draftRequestRecord } from './requestDraft';

/** Requests whose every change is a durable record; the only place that writes them. */
export class RecordedRequests {
  readonly #stores: PortalStores;
  readonly #records: DurableRecords;

  constructor(options: { stores: PortalStores; records: DurableRecords }) {
    this.#stores = options.stores;
    this.#records = options.records;
  }

  find(id: string): Promise<RecoveryRequest | undefined> {
    return this.#stores.requests.find(id);
  }

  async instanceOf(request: RecoveryRequest): Promise<StoredInstance> {
    const instance = await this.#stores.instances.find(request.instanceId);
    if (!instance) {
      throw new NotFoundError(
        `Store instance ${request.instanceId} of request ${request.id} is unknown; rebuild the index.`,
      );
    }
    return instance;
  }

  /** @param alongside - what is to hold if and only if the request does */
  async insert(
    request: RecoveryRequest,
    instance: StoredInstance,
    alongside?: (trx: Knex.Transaction) => Promise<void>,
  ): Promise<RecoveryRequest> {
    return this.#records.transaction(async trx => {
      await alongside?.(trx);
      await portalStores(trx).requests.insert(request);
      await this.#records.commit(trx, draftRequestRecord(request, instance));
      return request;
    });
  }

  /** Throws a `ConflictError` if the request is no longer as it was read. */
  async change(
    request: RecoveryRequest,
    change: Partial<RecoveryRequest>,
  ): Promise<RecoveryRequest> {
    const instance = await this.instanceOf(request);
    return this.#records.transaction(async trx => {
      const changed = await portalStores(trx).requests.update(request, change);
      await this.#records.commit(trx, draftRequestRecord(changed, instance));
      return changed;
    });
  }
}
