import { fileURLToPath } from 'node:url';
import { SafepointError } from '@safepoint/engine';
import { FolderReader } from './FolderReader';
import type { ReadableStorage } from './ReadableStorage';

async function openBucket(
  url: URL,
  environment: NodeJS.ProcessEnv,
): Promise<ReadableStorage> {
  const { S3Storage } = await import('@safepoint/engine/s3');
  return new S3Storage({
    bucket: url.hostname,
    prefix: url.pathname.replace(/^\/+|\/+$/g, '') || undefined,
    region:
      environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? 'us-east-1',
    // Credentials are the SDK's to find: environment, profile, web identity.
    endpoint: environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL,
  });
}

/** Opens a storage for reading by its address: `file:///folder` or `s3://bucket/prefix`. */
export async function openStorage(
  address: string,
  environment: NodeJS.ProcessEnv,
): Promise<ReadableStorage> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'file:') return new FolderReader(fileURLToPath(url));
  if (url?.protocol === 's3:' && url.hostname)
    return openBucket(url, environment);
  throw new SafepointError({
    kind: 'usage',
    message: `The storage '${address}' is not understood. Write file:///folder or s3://bucket/prefix; for another service than AWS set AWS_ENDPOINT_URL_S3.`,
  });
}
