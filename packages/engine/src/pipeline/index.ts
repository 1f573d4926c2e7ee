export type { ByteStream, Stage } from './ByteStream';
export { collect } from './collect';
export { digestStage, type Digest } from './Digest';
export { zstdCompressStage, zstdDecompressStage } from './zstdStages';
export type { PartTransport, SignedPart } from './transfer/PartTransport';
export { defaultRetryPolicy, type RetryPolicy } from './transfer/RetryPolicy';
export {
  uploadObject,
  type UploadedObject,
  type UploadObjectOptions,
  type UploadProgress,
} from './transfer/uploadObject';
export {
  openPayload,
  type OpenedStream,
  type StoredObject,
} from './transfer/openPayload';
export { openStoredObject, type SignedRead } from './transfer/openStoredObject';
export { openBlockPipe, type BlockPipe } from '../process/openBlockPipe';
