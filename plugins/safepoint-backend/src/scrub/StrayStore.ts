import type { Knex } from 'knex';
import { newestOf, type PointFolder } from './PointFolder';

export interface StrayPlace {
  entityRef: string;
  environment: string;
}

export interface Strays extends StrayPlace {
  folders: number;
  objects: number;
  bytes: number;
  newestAt: Date;
  /** One of the folders, to begin with. */
  example: string;
}

/** Folders of objects that belong to no recovery point, as the last listing saw them. */
export class StrayStore {
  constructor(private readonly connection: Knex) {}

  async record(found: PointFolder, seenAt: Date): Promise<void> {
    const { folder, entityRef, environment, objects } = found;
    await this.#table()
      .insert({
        folder,
        entity_ref: entityRef,
        environment,
        objects: objects.length,
        bytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        newest_at: (newestOf(found) ?? seenAt).toISOString(),
        seen_at: seenAt.toISOString(),
      })
      .onConflict('folder')
      .merge();
  }

  /** Forgets what the pass that began then has not seen; says of which stores there was or is any. */
  async closePass(startedAt: Date): Promise<StrayPlace[]> {
    const places = await this.#table()
      .distinct('entity_ref', 'environment')
      .select();
    await this.#table().where('seen_at', '<', startedAt.toISOString()).delete();
    return places.map(row => ({
      entityRef: row.entity_ref,
      environment: row.environment,
    }));
  }

  async summarise({
    entityRef,
    environment,
  }: StrayPlace): Promise<Strays | undefined> {
    const row = await this.#table()
      .where({ entity_ref: entityRef, environment })
      .count({ folders: '*' })
      .sum({ objects: 'objects', bytes: 'bytes' })
      .max({ newestAt: 'newest_at' })
      .min({ example: 'folder' })
      .first();
    if (!row || Number(row.folders) === 0) return undefined;
    return {
      entityRef,
      environment,
      folders: Number(row.folders),
      objects: Number(row.objects),
      bytes: Number(row.bytes),
      newestAt: new Date(String(row.newestAt)),
      example: String(row.example),
    };
  }

  #table() {
    return this.connection('stray_objects');
  }
}
