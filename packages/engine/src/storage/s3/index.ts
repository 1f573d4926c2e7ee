export { S3Storage } from './S3Storage';
export type { S3StorageOptions } from './S3Bucket';
export { S3Inbox } from './S3Inbox';
