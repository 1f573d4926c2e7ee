/**
 * What tests of storages, drivers and pipelines share.
 *
 * @packageDocumentation
 */
export { collect } from '../pipeline/collect';
export { digestPart } from './digestPart';
export { readExamples } from './readExamples';
export { sampleManifest } from './sampleManifest';
export { serveFilesystemStorage } from './serveFilesystemStorage';
export { storageContract, type StorageUnderTest } from './storageContract';
export { waitUntil } from './waitUntil';
