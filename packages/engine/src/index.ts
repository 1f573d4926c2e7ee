/**
 * The driver and storage ports, the pipeline between them, signed documents and the age envelope. The S3
 * storage has an entry point of its own, `./s3`: the SDK takes time and memory that a backup does not need.
 *
 * @packageDocumentation
 */
export * from './direct';
export * from './driver/Driver';
export * from './storage/Storage';
export * from './storage/StoredVersion';
export * from './errors/SafepointError';
export * from './manifest';
export * from './encryption';
export * from './pipeline';
export * from './storage/filesystem';
