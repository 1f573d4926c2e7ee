export { copyParts, type AnnouncedObject } from './copyParts';
export { readDirectPlan } from './readDirectPlan';
export { S3Inbox } from '../storage/s3/S3Inbox';
