import type { Knex } from 'knex';
import { uploadMapping } from './uploadMapping';
import type { Upload, UploadStore } from './UploadStore';

/** Uploads as rows. */
export class DatabaseUploadStore implements UploadStore {
  constructor(private readonly connection: Knex) {}

  async find(
    recoveryPointId: string,
    object: string,
  ): Promise<Upload | undefined> {
    const row = await this.table
      .where({ recovery_point_id: recoveryPointId, object })
      .first();
    return row && uploadMapping.fromRow(row);
  }

  async tryInsert(upload: Upload): Promise<boolean> {
    const inserted = await this.table
      .insert(uploadMapping.toRow(upload))
      .onConflict(['recovery_point_id', 'object'])
      .ignore()
      .returning('object');
    return inserted.length > 0;
  }

  async listByPoint(recoveryPointId: string): Promise<Upload[]> {
    const rows = await this.table
      .where({ recovery_point_id: recoveryPointId })
      .orderBy('object');
    return rows.map(row => uploadMapping.fromRow(row));
  }

  async deleteByPoint(recoveryPointId: string): Promise<void> {
    await this.table.where({ recovery_point_id: recoveryPointId }).delete();
  }

  private get table() {
    return this.connection(uploadMapping.table);
  }
}
