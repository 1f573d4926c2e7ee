import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { Binding } from '../bindings/Binding';
import { date, json, plain, TableMapping } from './TableMapping';

export const bindingMapping = new TableMapping<Binding>('bindings', {
  id: plain('id'),
  entityRef: plain('entity_ref'),
  environment: plain('environment'),
  operations: json('operations'),
  issuer: plain('issuer'),
  projectId: plain('project_id'),
  namespaceId: plain('namespace_id'),
  status: plain('status'),
  origin: plain('origin'),
  decidedBy: plain('decided_by'),
  decidedAt: date('decided_at'),
  revision: plain('revision'),
  createdAt: date('created_at'),
});

/** What makes a binding one; a second one of the same key cannot exist. */
export interface BindingKey {
  entityRef: string;
  environment: string;
  issuer: string;
  projectId: string;
}

export interface BindingStore {
  find(id: string): Promise<Binding | undefined>;
  findByKey(key: BindingKey): Promise<Binding | undefined>;
  /** Those of every environment, oldest first. */
  findByEntities(entityRefs: string[]): Promise<Binding[]>;
  /** What was ever proposed for a project in an environment. */
  findByProject(project: Omit<BindingKey, 'entityRef'>): Promise<Binding[]>;
  /** Every binding that somebody or a rule confirmed. */
  listConfirmed(): Promise<Binding[]>;
  /** False if there is one of the same key already. */
  tryInsert(binding: Binding): Promise<boolean>;
  /** Throws a `ConflictError` if somebody else changed it since `binding` was read. */
  update(binding: Binding, change: Partial<Binding>): Promise<Binding>;
}

export class DatabaseBindingStore implements BindingStore {
  readonly #connection: Knex;

  constructor(connection: Knex) {
    this.#connection = connection;
  }

  async find(id: string) {
    const row = await this.#connection(bindingMapping.table)
      .where({ id })
      .first();
    return row && bindingMapping.fromRow(row);
  }

  async findByKey(key: BindingKey) {
    const row = await this.#connection(bindingMapping.table)
      .where(bindingMapping.toChange(pickKey(key)))
      .first();
    return row && bindingMapping.fromRow(row);
  }

  async findByEntities(entityRefs: string[]) {
    const rows = await this.#connection(bindingMapping.table)
      .whereIn('entity_ref', entityRefs)
      .orderBy('id');
    return rows.map(row => bindingMapping.fromRow(row));
  }

  async findByProject(project: Omit<BindingKey, 'entityRef'>) {
    const { environment, issuer, projectId } = project;
    const rows = await this.#connection(bindingMapping.table)
      .where(bindingMapping.toChange({ environment, issuer, projectId }))
      .orderBy('id');
    return rows.map(row => bindingMapping.fromRow(row));
  }

  async listConfirmed() {
    const rows = await this.#connection(bindingMapping.table)
      .where({ status: 'confirmed' })
      .orderBy('id');
    return rows.map(row => bindingMapping.fromRow(row));
  }

  async tryInsert(binding: Binding) {
    const inserted = await this.#connection(bindingMapping.table)
      .insert(bindingMapping.toRow(binding))
      .onConflict(['entity_ref', 'environment', 'issuer', 'project_id'])
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }

  async update(binding: Binding, change: Partial<Binding>) {
    const changed = { ...change, revision: binding.revision + 1 };
    const count = await this.#connection(bindingMapping.table)
      .where({ id: binding.id, revision: binding.revision })
      .update(bindingMapping.toChange(changed));
    if (count === 0) {
      throw new ConflictError(
        `Binding ${binding.id} was changed at the same time; look at it and try again.`,
      );
    }
    return { ...binding, ...changed };
  }
}

function pickKey(key: BindingKey): BindingKey {
  const { entityRef, environment, issuer, projectId } = key;
  return { entityRef, environment, issuer, projectId };
}
