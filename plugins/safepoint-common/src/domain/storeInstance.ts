/**
 * A data store in one environment; the unit of recovery points, posture and leases.
 *
 * @public
 */
export interface StoreInstance {
  /** Stable id; survives a renamed entity and a rebuilt database. */
  id: string;
  /** `kind:namespace/name` in lower case. */
  entityRef: string;
  environment: string;
  driver: string;
  /** What the driver knows the store by, for PostgreSQL the system identifier and the database oid. */
  identity?: Record<string, string>;
  /** Of status `changed`: what a newer recovery point found in its place. */
  changedIdentity?: Record<string, string>;
  /** `changed`: a newer recovery point came from another store; red until somebody accepts it. */
  identityStatus: 'unknown' | 'accepted' | 'changed';
}
