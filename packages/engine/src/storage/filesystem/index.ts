export {
  FilesystemStorage,
  type FilesystemStorageOptions,
} from './FilesystemStorage';
export {
  FilesystemSignatures,
  type PartClaims,
  type ReadClaims,
} from './FilesystemSignatures';
