/**
 * The drivers that save and restore each kind of data store.
 *
 * @packageDocumentation
 */
export * from './descriptors';
export * from './drivers';
export { postgresDriver } from './postgres/PostgresDriver';
export { FINGERPRINT_ALGORITHM } from './postgres/archive/fingerprintOf';
