import type { JsonObject } from '@backstage/types';
import type { Entity } from '@backstage/catalog-model';

/** What a portal's process is started with; a file hands it over. */
export interface PortalSettings {
  /** Kept by the caller, so that a portal can be started again on what the last one left. */
  dataDir: string;
  port: number;
  entities: Entity[];
  /** `backend.database`; default: SQLite in `dataDir`. */
  database?: JsonObject;
  /**
   * `backend.auth.externalAccess`. With it services are known by Backstage's own authentication, and nobody
   * by the made-up one that the tests of people use.
   */
  externalAccess?: JsonObject[];
  /** The whole of `safepoint:` in the configuration. */
  safepoint: JsonObject;
}
