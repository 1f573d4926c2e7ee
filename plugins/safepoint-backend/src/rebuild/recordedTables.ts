import type { DurableRecord } from '@safepoint/backstage-plugin-safepoint-common';
import { bindingMapping } from '../database/BindingStore';
import { deploymentMapping } from '../database/deploymentMapping';
import { drillMapping } from '../database/drillMapping';
import { requestMapping } from '../database/RequestStore';
import type { Row, TableMapping } from '../database/TableMapping';
import { pauseMapping } from '../schedules/pauseMapping';
import { holdMapping } from '../retention/holdMapping';
import { IndexedTable, type IndexedTableOptions } from './IndexedTable';

/** A table whose every row is told by the newest record of one thing. */
export interface RecordedTable {
  type: DurableRecord['type'];
  table: IndexedTable;
  toRow(record: DurableRecord): Row;
}

/**
 * The tables that are rebuilt from records alone; a new kind of durable record adds its line. What needs more
 * than its record (instances, recovery points, sets) is planned in `planRebuild`.
 */
export const recordedTables: RecordedTable[] = [
  recorded('binding', bindingMapping),
  recorded('deployment', deploymentMapping),
  recorded('drill', drillMapping),
  recorded('request', requestMapping),
  recorded('hold', holdMapping),
  recorded('schedule-pause', pauseMapping),
];

function recorded<T extends object>(
  type: DurableRecord['type'],
  mapping: TableMapping<T>,
  options?: IndexedTableOptions,
): RecordedTable {
  return {
    type,
    table: new IndexedTable(mapping, options),
    toRow: ({ data, revision }) =>
      mapping.toRow(mapping.fromRecordData(data, revision)),
  };
}
