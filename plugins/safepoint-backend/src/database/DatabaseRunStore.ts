import { ConflictError } from '@backstage/errors';
import type { ProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { Run, RunStatus } from './Run';
import { RunNotOpenError } from './RunNotOpenError';
import { runMapping } from './runMapping';
import type { RunStore } from './RunStore';

/** Runs as rows. */
export class DatabaseRunStore implements RunStore {
  constructor(private readonly connection: Knex) {}

  async insert(run: Run): Promise<void> {
    const inserted = await this.table
      .insert(runMapping.toRow(run))
      .onConflict('identity_digest')
      .ignore()
      .returning('id');
    if (inserted.length === 0) {
      throw new ConflictError('This job token has opened a run before.');
    }
  }

  async find(id: string): Promise<Run | undefined> {
    const row = await this.table.where({ id }).first();
    return row && runMapping.fromRow(row);
  }

  async lock(id: string): Promise<void> {
    // An update of nothing locks the row on every database, and SQLite's whole file.
    await this.table.where({ id }).update({ id });
  }

  async findByIdentityDigest(digest: string): Promise<Run | undefined> {
    const row = await this.table.where({ identity_digest: digest }).first();
    return row && runMapping.fromRow(row);
  }

  async rotateToken(id: string, tokenDigest: string): Promise<void> {
    await this.updateOpen(id, { tokenDigest });
  }

  async renew(
    id: string,
    change: { heartbeatAt: Date; expiresAt: Date },
  ): Promise<void> {
    await this.updateOpen(id, change);
  }

  async close(
    id: string,
    change: {
      status: Exclude<RunStatus, 'open'>;
      finishedAt: Date;
      problem?: ProblemView;
    },
  ): Promise<void> {
    await this.updateOpen(id, change);
  }

  async findGateFailure({
    componentRef,
    environment,
  }: {
    componentRef: string;
    environment: string;
  }): Promise<Date | undefined> {
    const row = await this.table
      .where({
        component_ref: componentRef,
        environment,
        trigger: 'pre-deploy',
      })
      .whereIn('status', ['failed', 'lost'])
      .orderBy('opened_at', 'desc')
      .first();
    return row && runMapping.fromRow(row).openedAt;
  }

  async listExpired(now: Date, limit: number): Promise<Run[]> {
    const rows = await this.table
      .where({ status: 'open' })
      .andWhere('expires_at', '<=', now.toISOString())
      .orderBy('expires_at')
      .limit(limit);
    return rows.map(row => runMapping.fromRow(row));
  }

  private async updateOpen(id: string, change: Partial<Run>) {
    const changed = await this.table
      .where({ id, status: 'open' })
      .update(runMapping.toChange(change));
    if (changed === 0) {
      throw new RunNotOpenError(id);
    }
  }

  private get table() {
    return this.connection(runMapping.table);
  }
}
