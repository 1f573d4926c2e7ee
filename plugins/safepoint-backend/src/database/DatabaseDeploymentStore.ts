import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { deploymentMapping } from './deploymentMapping';
import type { DeploymentChange, DeploymentStore } from './DeploymentStore';
import type { RecordedDeployment } from './RecordedDeployment';

/** Deployments as rows. */
export class DatabaseDeploymentStore implements DeploymentStore {
  constructor(private readonly connection: Knex) {}

  async insert(deployment: RecordedDeployment): Promise<void> {
    await this.table.insert(deploymentMapping.toRow(deployment));
  }

  async tryInsert(deployment: RecordedDeployment): Promise<boolean> {
    const inserted = await this.table
      .insert(deploymentMapping.toRow(deployment))
      .onConflict('id')
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }

  async find(id: string): Promise<RecordedDeployment | undefined> {
    const row = await this.table.where({ id }).first();
    return row && deploymentMapping.fromRow(row);
  }

  async listByEntities(
    entityRefs: string[],
    environment?: string,
  ): Promise<RecordedDeployment[]> {
    const rows = await this.table
      .whereIn('entity_ref', entityRefs)
      .where(environment === undefined ? {} : { environment })
      .orderBy('id', 'desc');
    return rows.map(row => deploymentMapping.fromRow(row));
  }

  async listByPipeline(query: {
    issuer: string;
    projectId: string;
    pipelineId: string;
    environment: string;
  }): Promise<RecordedDeployment[]> {
    const { issuer, projectId, pipelineId, environment } = query;
    const rows = await this.table
      .where(
        deploymentMapping.toChange({
          issuer,
          projectId,
          pipelineId,
          environment,
        }),
      )
      .orderBy('id', 'desc');
    return rows.map(row => deploymentMapping.fromRow(row));
  }

  async listUnconfirmed(
    now: Date,
    limit: number,
  ): Promise<RecordedDeployment[]> {
    const rows = await this.table
      .where({ status: 'gated' })
      .andWhere('receipt_expires_at', '<=', now.toISOString())
      .orderBy('id')
      .limit(limit);
    return rows.map(row => deploymentMapping.fromRow(row));
  }

  async listOpenOfPipeline(query: {
    issuer: string;
    projectId: string;
    pipelineId: string;
  }): Promise<RecordedDeployment[]> {
    const { issuer, projectId, pipelineId } = query;
    const rows = await this.table
      .where(deploymentMapping.toChange({ issuer, projectId, pipelineId }))
      .whereIn('status', ['gated', 'running'])
      .orderBy('id');
    return rows.map(row => deploymentMapping.fromRow(row));
  }

  async listOpen(limit: number): Promise<RecordedDeployment[]> {
    const rows = await this.table
      .whereIn('status', ['gated', 'running'])
      .orderBy('id')
      .limit(limit);
    return rows.map(row => deploymentMapping.fromRow(row));
  }

  async change(
    id: string,
    { from, revision, change }: DeploymentChange,
  ): Promise<RecordedDeployment> {
    const rows = await this.table
      .where({ id, ...(revision !== undefined && { revision }) })
      .whereIn('status', from)
      .update({
        ...deploymentMapping.toChange(change),
        revision: this.connection.raw('revision + 1'),
      })
      .returning('*');
    if (rows.length === 0) {
      throw new ConflictError(
        `Deployment ${id} has changed in the meantime; look at it again.`,
      );
    }
    return deploymentMapping.fromRow(rows[0]);
  }

  private get table() {
    return this.connection(deploymentMapping.table);
  }
}
