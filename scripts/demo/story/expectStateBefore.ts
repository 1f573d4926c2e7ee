import assert from 'node:assert/strict';
import { compareStates, readDatabaseState } from '../orders/DatabaseState';
import type { Chapter, StoryContext } from './Step';

/** Throws unless the live database is, table by table, what it was before the chapter's deployment. */
export async function expectStateBefore(
  chapter: Chapter,
  { parts, result, say, signal }: StoryContext,
): Promise<void> {
  const orders = parts.get('orders');
  const state = await readDatabaseState(orders.url('backup'), signal);
  assert.deepEqual(compareStates(chapter.stateBefore, state), []);
  const tables = Object.entries(state.tables);
  const rows = tables.reduce((sum, [, table]) => sum + table.rows, 0);
  say(`  ${tables.length} tables with ${rows} rows are equal`);
  result.restoredDatabase = {
    connection: orders.url('owner'),
    dataFolder: orders.dataFolder,
    recoveryPointId: chapter.lastKnownGoodId!,
    tables: state.tables,
  };
}
