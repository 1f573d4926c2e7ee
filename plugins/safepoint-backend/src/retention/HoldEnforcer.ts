import type { LoggerService } from '@backstage/backend-plugin-api';
import { isHolding } from '@safepoint/backstage-plugin-safepoint-common';
import type { Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import { portalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { DurableRecords } from '../records';
import { draftHoldRecord } from './draftHoldRecord';
import { HoldStore } from './HoldStore';
import { manifestKeyOf, objectsOf } from './pointObjects';
import type { HoldEnforcement, RecordedHold } from './RecordedHold';

export interface HoldEnforcerOptions {
  knex: Knex;
  storage: Storage;
  records: DurableRecords;
  logger: LoggerService;
  now: () => Date;
}

const batch = 50;

/**
 * Tells the storage of legal holds and of their release, so that there, too, nobody deletes what is held.
 * A hold stands from the moment that it is recorded, whatever becomes of this.
 */
export class HoldEnforcer {
  constructor(private readonly options: HoldEnforcerOptions) {}

  /** What could not be told before is told now. */
  async enforcePending(): Promise<void> {
    const { knex } = this.options;
    for (const hold of await new HoldStore(knex).listPending(batch)) {
      await this.tryEnforce(hold);
    }
  }

  /** Never throws: what fails is tried again. */
  async tryEnforce(hold: RecordedHold): Promise<RecordedHold> {
    try {
      return await this.#enforce(hold);
    } catch (error) {
      this.options.logger.warn(
        `The storage could not be told of hold ${hold.id}: ${error}`,
      );
      return hold;
    }
  }

  async #enforce(hold: RecordedHold): Promise<RecordedHold> {
    const { knex } = this.options;
    const instance = await portalStores(knex).instances.find(hold.instanceId);
    if (!instance) throw new Error(`Instance ${hold.instanceId} is gone.`);
    const others = await this.#findOthers(hold);
    const held = !hold.releasedAt || others.length > 0;
    const outcome = await this.#tell(hold, instance, held);
    // Placed while the former one was lifted: it has to be told after that.
    if (!held) await this.#tellAgain(hold, instance);
    const enforcement: HoldEnforcement = hold.releasedAt ? 'lifted' : outcome;
    return this.#record(hold, instance, enforcement);
  }

  async #findOthers(hold: RecordedHold): Promise<RecordedHold[]> {
    const { knex, now } = this.options;
    const all = await new HoldStore(knex).listByPoints([hold.recoveryPointId]);
    return all.filter(
      other =>
        other.id !== hold.id &&
        other.kind === 'legal-hold' &&
        isHolding(other, now()),
    );
  }

  async #tell(
    hold: RecordedHold,
    instance: StoredInstance,
    held: boolean,
  ): Promise<'storage' | 'portal'> {
    const { knex, storage } = this.options;
    const { recoveryPointId } = hold;
    const key = manifestKeyOf(instance, recoveryPointId);
    const { points } = agentStores(knex);
    const manifest = await points.readManifest(recoveryPointId);
    const stored = await storage.statObject(key);
    const versions = [
      ...(stored ? [{ key, versionId: stored.versionId }] : []),
      ...(manifest ? objectsOf(manifest) : []),
    ];
    let toldAny = false;
    for (const { key: objectKey, versionId } of versions) {
      const told = await this.#tellOfObject(objectKey, { versionId, held });
      if (told === 'unsupported') return 'portal';
      toldAny ||= told === 'done';
    }
    return toldAny ? 'storage' : 'portal';
  }

  /** Of a damaged point some objects are missing; what is left of it is held. */
  async #tellOfObject(
    key: string,
    hold: { versionId?: string; held: boolean },
  ): Promise<'done' | 'unsupported' | 'missing'> {
    try {
      return await this.options.storage.holdObject(key, hold);
    } catch (error) {
      if ((error as { kind?: string }).kind === 'object-not-found') {
        return 'missing';
      }
      throw error;
    }
  }

  async #tellAgain(
    hold: RecordedHold,
    instance: StoredInstance,
  ): Promise<void> {
    for (const other of await this.#findOthers(hold)) {
      await this.#tell(other, instance, true);
    }
  }

  async #record(
    hold: RecordedHold,
    instance: StoredInstance,
    enforcement: HoldEnforcement,
  ): Promise<RecordedHold> {
    const { records } = this.options;
    return records.transaction(async trx => {
      const told = await new HoldStore(trx).update(hold, { enforcement });
      await records.commit(trx, draftHoldRecord(told, instance));
      return told;
    });
  }
}
