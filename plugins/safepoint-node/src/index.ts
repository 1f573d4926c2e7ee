/**
 * Extension points of the Safepoint backend.
 *
 * @packageDocumentation
 */
export * from './StorageFactory';
export * from './extensionPoints';
