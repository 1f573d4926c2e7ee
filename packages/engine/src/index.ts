/**
 * The driver and storage ports, the pipeline between them, signed documents and the age envelope.
 *
 * @packageDocumentation
 */
export * from './direct';
export * from './driver/Driver';
export * from './storage/Storage';
export * from './errors/SafepointError';
export * from './manifest';
export * from './encryption';
export * from './pipeline';
export * from './storage/filesystem';
export * from './storage/s3';
