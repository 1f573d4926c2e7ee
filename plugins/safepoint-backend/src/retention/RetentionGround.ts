import type { EffectivePolicy } from '@safepoint/backstage-plugin-safepoint-common';
import type { StoredInstance } from '../database/StoreInstanceStore';

/** What a plan needs beside the database, asked for before any row is locked. */
export interface RetentionGround {
  instance: StoredInstance;
  /** The instance, and those of which a recovery set holds points together with it. */
  related: StoredInstance[];
  /** The related ones in every environment: a restore may come from another one. */
  siblings: StoredInstance[];
  /** By instance id; of the related ones. */
  policies: Map<string, EffectivePolicy>;
  /** By data store; one that is not in it is not known to the catalog. */
  dependents: Map<string, string[]>;
}

/** Why nothing is decided about an instance; then all of it is kept. */
export type Undecided = { outcome: 'undecided'; reason: string };
