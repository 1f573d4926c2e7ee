import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';

/** Crockford's, as in a ULID. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id of a bypass: a ULID of the moment when its job began. It follows from the job, so that whoever
 * finds the bypass, and however often, records the same one.
 */
export function bypassId(job: {
  issuer: string;
  projectId: string;
  jobId: string;
  entityRef: string;
  startedAt: Date;
}): string {
  const { issuer, projectId, jobId, entityRef, startedAt } = job;
  const digest = createHash('sha256')
    .update(JSON.stringify([issuer, projectId, jobId, entityRef]))
    .digest();
  const tail = Array.from({ length: 16 }, (_, at) => alphabet[digest[at] % 32]);
  return `${encodeTime(startedAt.getTime(), 10)}${tail.join('')}`;
}
