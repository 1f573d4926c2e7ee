import type { Knex } from 'knex';
import { drillMapping } from './drillMapping';
import type { DrillStore } from './DrillStore';
import type { RecordedDrill } from './RecordedDrill';

/** Drills as rows. */
export class DatabaseDrillStore implements DrillStore {
  constructor(private readonly connection: Knex) {}

  async insert(drill: RecordedDrill): Promise<void> {
    const { recoveryPointId } = drill;
    await this.table.insert({
      ...drillMapping.toRow(drill),
      instance_id: this.connection('recovery_points')
        .where({ id: recoveryPointId })
        .select('instance_id'),
    });
  }

  async findByRun(runId: string): Promise<RecordedDrill | undefined> {
    return (await this.list(this.table.where({ run_id: runId }).limit(1)))[0];
  }

  async listByPoints(recoveryPointIds: string[]): Promise<RecordedDrill[]> {
    return this.list(this.table.whereIn('recovery_point_id', recoveryPointIds));
  }

  async listByInstances(instanceIds: string[]): Promise<RecordedDrill[]> {
    const points = this.connection('recovery_points')
      .whereIn('instance_id', instanceIds)
      .select('id');
    return this.list(this.table.whereIn('recovery_point_id', points));
  }

  private async list(query: Knex.QueryBuilder): Promise<RecordedDrill[]> {
    const rows = await query.orderBy('id', 'desc').select('*');
    return rows.map((row: Record<string, unknown>) =>
      drillMapping.fromRow(row),
    );
  }

  private get table() {
    return this.connection(drillMapping.table);
  }
}
