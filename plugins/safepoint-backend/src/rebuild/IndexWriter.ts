import type { Knex } from 'knex';
import type { HeaderStanza } from '../database/HeaderStanzaStore';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import { stanzaMapping } from '../database/stanzaMapping';
import { storeInstanceMapping } from '../database/StoreInstanceStore';
import type { Row } from '../database/TableMapping';
import { markAllPostures } from '../posture/PostureMarks';
import { recoverySetMapping } from '../recoverySets/recoverySetMapping';
import { IndexedTable, type TableSnapshot } from './IndexedTable';
import type { RebuildPlan } from './planRebuild';
import { recordedTables } from './recordedTables';

const instances = new IndexedTable(storeInstanceMapping);
const sets = new IndexedTable(recoverySetMapping);
const points = new IndexedTable(recoveryPointMapping, {
  alive: ['ticket'],
  further: ['manifest'],
  guards: ['status', 'revision'],
});
const stanzas = new IndexedTable(stanzaMapping, { key: 'digest', guards: [] });

const beingWritten = ['pending', 'running', 'completing'];
/** Their headers are not in storage, or soon are not, and must never count as new. */
const stillClaiming = [...beingWritten, 'expired', 'deleted'];

/** Writes what storage says, and nothing over what has changed since it was asked. */
export class IndexWriter {
  private constructor(
    private readonly knex: Knex,
    private readonly before: Map<IndexedTable, TableSnapshot>,
  ) {}

  /** Remembers what the tables are now; storage is to be read after that. */
  static async start(knex: Knex): Promise<IndexWriter> {
    const all = [
      ...[instances, sets, points, stanzas],
      ...recordedTables.map(({ table }) => table),
    ];
    const before = new Map<IndexedTable, TableSnapshot>();
    for (const table of all) {
      before.set(table, await table.takeSnapshot(knex));
    }
    return new IndexWriter(knex, before);
  }

  /** All of it or nothing: nobody sees half an index. */
  async write(plan: RebuildPlan, found: HeaderStanza[]): Promise<void> {
    await this.knex.transaction(async trx => {
      let written = 0;
      const reconcile = async (
        table: IndexedTable,
        planned: Row[],
        isAlive?: (row: Row) => boolean,
      ) => {
        const before = this.#of(table);
        written += await table.reconcile(trx, { planned, isAlive, before });
      };
      await reconcile(
        instances,
        plan.instances.map(one => storeInstanceMapping.toRow(one)),
      );
      for (const { table, rows } of plan.recorded) {
        await reconcile(table, rows);
      }
      await reconcile(
        sets,
        plan.sets.map(one => recoverySetMapping.toRow(one)),
        ({ status }) => status === 'taking',
      );
      await reconcile(points, plan.points.map(toPointRow), isBeingWritten);
      const claimed = await listClaimedStanzas(trx);
      await reconcile(
        stanzas,
        found.map(one => stanzaMapping.toRow(one)),
        ({ digest }) => claimed.has(digest),
      );
      if (written > 0) await markAllPostures(trx);
    });
  }

  #of(table: IndexedTable): TableSnapshot {
    const snapshot = this.before.get(table);
    if (!snapshot) throw new Error(`${table.name} was not looked at before.`);
    return snapshot;
  }
}

function toPointRow({ point, manifest }: RebuildPlan['points'][number]): Row {
  return {
    ...recoveryPointMapping.toRow(point),
    manifest: manifest ? JSON.stringify(manifest) : null,
  };
}

function isBeingWritten({ status }: Row): boolean {
  return beingWritten.includes(String(status));
}

/** Those of points whose headers storage does not show, not yet or no more. */
async function listClaimedStanzas(trx: Knex.Transaction) {
  const rows = await trx(stanzas.name)
    .whereIn(
      'recovery_point_id',
      trx(points.name).whereIn('status', stillClaiming).select('id'),
    )
    .select('digest');
  return new Set<unknown>(rows.map(({ digest }) => digest));
}
