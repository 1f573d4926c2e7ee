import { ConflictError } from '@backstage/errors';
import type { RecoveryPointDraft } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { markPosture } from '../posture/PostureMarks';
import type { SignedManifest } from '../records/SignedManifest';
import type { RecordedPoint } from './RecordedPoint';
import { recoveryPointMapping } from './recoveryPointMapping';
import type {
  RecoveryPointStore,
  RecoveryPointTransition,
} from './RecoveryPointStore';

const beingMade = ['pending', 'running', 'completing'];

/** Recovery points as rows. */
export class DatabaseRecoveryPointStore implements RecoveryPointStore {
  constructor(private readonly connection: Knex) {}

  async insert(point: RecordedPoint): Promise<void> {
    await this.table.insert(recoveryPointMapping.toRow(point));
    await this.markChanged(point);
  }

  async find(id: string): Promise<RecordedPoint | undefined> {
    return (await this.listByIds([id]))[0];
  }

  async listByIds(ids: string[]): Promise<RecordedPoint[]> {
    return this.list(this.table.whereIn('id', ids));
  }

  async listByInstances(instanceIds: string[]): Promise<RecordedPoint[]> {
    return this.list(this.table.whereIn('instance_id', instanceIds));
  }

  async page(query: {
    instanceId: string;
    limit: number;
    before?: string;
  }): Promise<RecordedPoint[]> {
    const page = this.table
      .where({ instance_id: query.instanceId })
      .limit(query.limit);
    if (query.before !== undefined) page.where('id', '<', query.before);
    return this.list(page);
  }

  async listByRun(runId: string): Promise<RecordedPoint[]> {
    return this.list(this.table.where({ run_id: runId }));
  }

  async listCompletingSince(
    before: Date,
    limit: number,
  ): Promise<RecordedPoint[]> {
    return this.list(
      this.table
        .where({ status: 'completing' })
        .andWhere('completed_at', '<=', before.toISOString())
        .limit(limit),
    );
  }

  async listWithLeftovers(limit: number): Promise<RecordedPoint[]> {
    return this.list(
      this.table
        .whereIn('status', ['failed', 'lost'])
        .whereIn('id', this.connection('uploads').select('recovery_point_id'))
        .limit(limit),
    );
  }

  async readManifest(id: string): Promise<SignedManifest | undefined> {
    return (await this.readManifests([id])).get(id);
  }

  async readManifests(ids: string[]): Promise<Map<string, SignedManifest>> {
    const rows = await this.table
      .whereIn('id', ids)
      .whereNotNull('manifest')
      .select('id', 'manifest');
    return new Map(rows.map(row => [row.id, JSON.parse(row.manifest)]));
  }

  async readDraft(id: string): Promise<RecoveryPointDraft | undefined> {
    const row = await this.table.where({ id }).select('draft').first();
    return row?.draft ? JSON.parse(row.draft) : undefined;
  }

  async transition(
    id: string,
    transition: RecoveryPointTransition,
  ): Promise<RecordedPoint> {
    const { from, to, ticket, revision, change, draft, manifest } = transition;
    const rows = await this.table
      .where({
        id,
        ...(ticket !== undefined && { ticket }),
        ...(revision !== undefined && { revision }),
      })
      .whereIn('status', from)
      .update({
        ...recoveryPointMapping.toChange({ ...change, status: to }),
        ...(draft !== undefined && { draft: draft && JSON.stringify(draft) }),
        ...(manifest && { manifest: JSON.stringify(manifest) }),
        ...(transition.recorded && {
          revision: this.connection.raw('revision + 1'),
        }),
      })
      .returning(recoveryPointMapping.columns);
    if (rows.length === 0) {
      throw new ConflictError(
        `Recovery point ${id} cannot become ${to} any more.`,
      );
    }
    const changed = recoveryPointMapping.fromRow(rows[0]);
    await this.markChanged(changed);
    return changed;
  }

  /** A point that is still being made changes no posture. */
  private async markChanged(point: RecordedPoint): Promise<void> {
    if (beingMade.includes(point.status)) return;
    await markPosture(this.connection, {
      scope: 'instance',
      subject: point.instanceId,
    });
  }

  private async list(query: Knex.QueryBuilder): Promise<RecordedPoint[]> {
    const rows = await query
      .orderBy('id', 'desc')
      .select(recoveryPointMapping.columns);
    return rows.map((row: Record<string, unknown>) =>
      recoveryPointMapping.fromRow(row),
    );
  }

  private get table() {
    return this.connection(recoveryPointMapping.table);
  }
}
