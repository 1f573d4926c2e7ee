import type { Knex } from 'knex';

/** A project whose deployments GitLab is asked for. */
export interface WatchedProject {
  issuer: string;
  projectId: string;
  /** Everything that changed before, by GitLab's clock, has been looked at. */
  seenUntil: Date;
  /** By the portal's clock. */
  nextLookAt: Date;
}

/** How far GitLab has been asked. Losing it costs a longer look, no more. */
export interface WatchedProjectStore {
  /** Begins with the project if it is not watched yet. */
  ensure(project: WatchedProject): Promise<void>;
  /** Those whose time has come, the longest waiting first. */
  listDue(now: Date, limit: number): Promise<WatchedProject[]>;
  save(project: WatchedProject): Promise<void>;
}

/** Watched projects as rows. */
export class DatabaseWatchedProjectStore implements WatchedProjectStore {
  constructor(private readonly connection: Knex) {}

  async ensure(project: WatchedProject) {
    await this.table
      .insert(toRow(project))
      .onConflict(['issuer', 'project_id'])
      .ignore();
  }

  async listDue(now: Date, limit: number) {
    const rows = await this.table
      .where('next_look_at', '<=', now.toISOString())
      .orderBy(['next_look_at', 'issuer', 'project_id'])
      .limit(limit);
    return rows.map(row => ({
      issuer: row.issuer,
      projectId: row.project_id,
      seenUntil: new Date(row.seen_until),
      nextLookAt: new Date(row.next_look_at),
    }));
  }

  async save(project: WatchedProject) {
    const { issuer, project_id, ...change } = toRow(project);
    await this.table.where({ issuer, project_id }).update(change);
  }

  private get table() {
    return this.connection('watched_projects');
  }
}

function toRow(project: WatchedProject) {
  return {
    issuer: project.issuer,
    project_id: project.projectId,
    seen_until: project.seenUntil.toISOString(),
    next_look_at: project.nextLookAt.toISOString(),
  };
}
