import type { GateRefusal } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';

interface Project {
  issuer: string;
  projectId: string;
}

/** Deploy jobs that the gate refused: one that ended by that is no bypass. */
export interface GateRefusalStore {
  /** The newest refusal of a job counts. */
  save(refusal: Project & GateRefusal): Promise<void>;
  listByJobs(project: Project, jobIds: string[]): Promise<GateRefusal[]>;
  deleteBefore(moment: Date): Promise<void>;
}

/** Refusals as rows. */
export class DatabaseGateRefusalStore implements GateRefusalStore {
  constructor(private readonly connection: Knex) {}

  async save({ issuer, projectId, jobId, code, at }: Project & GateRefusal) {
    await this.table
      .insert({
        issuer,
        project_id: projectId,
        job_id: jobId,
        code,
        refused_at: at.toISOString(),
      })
      .onConflict(['issuer', 'project_id', 'job_id'])
      .merge(['code', 'refused_at']);
  }

  async listByJobs({ issuer, projectId }: Project, jobIds: string[]) {
    const rows = await this.table
      .where({ issuer, project_id: projectId })
      .whereIn('job_id', jobIds);
    return rows.map(row => ({
      jobId: row.job_id,
      code: row.code,
      at: new Date(row.refused_at),
    }));
  }

  async deleteBefore(moment: Date) {
    await this.table.where('refused_at', '<', moment.toISOString()).delete();
  }

  private get table() {
    return this.connection('gate_refusals');
  }
}
