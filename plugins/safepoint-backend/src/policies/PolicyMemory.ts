import type { Entity } from '@backstage/catalog-model';
import type { Knex } from 'knex';
import { chunksOf } from './chunksOf';

export type RememberedKind = 'policy' | 'governed';

interface Row {
  entity_ref: string;
  entity: string;
}

/** What the catalog last said, shared by all replicas and there after a restart. */
export class PolicyMemory {
  constructor(private readonly knex: Knex) {}

  async all(kind: RememberedKind): Promise<Map<string, Entity>> {
    return toEntities(await this.#table().where({ kind }));
  }

  async find(refs: string[]): Promise<Map<string, Entity>> {
    const rows: Row[] = [];
    for (const chunk of chunksOf(refs)) {
      rows.push(...(await this.#table().whereIn('entity_ref', chunk)));
    }
    return toEntities(rows);
  }

  /** Writes what is new and what has changed. */
  async keep(
    kind: RememberedKind,
    entities: Map<string, Entity>,
    now: Date,
  ): Promise<void> {
    const known = await this.find([...entities.keys()]);
    const changed = [...entities].filter(
      ([ref, entity]) =>
        JSON.stringify(known.get(ref)) !== JSON.stringify(entity),
    );
    for (const chunk of chunksOf(changed)) {
      await this.#table()
        .insert(
          chunk.map(([ref, entity]) => ({
            entity_ref: ref,
            kind,
            entity: JSON.stringify(entity),
            seen_at: now.toISOString(),
          })),
        )
        .onConflict('entity_ref')
        .merge();
    }
  }

  async forget(refs: string[]): Promise<void> {
    for (const chunk of chunksOf(refs)) {
      await this.#table().whereIn('entity_ref', chunk).delete();
    }
  }

  #table() {
    return this.knex('policy_memory');
  }
}

function toEntities(rows: Row[]): Map<string, Entity> {
  return new Map(
    rows.map(({ entity_ref: ref, entity }) => [
      ref,
      // Written by `keep`.
      JSON.parse(entity) as Entity,
    ]),
  );
}
