import { SafepointError } from '../../errors/SafepointError';

interface ServiceError {
  name: string;
  $metadata?: { httpStatusCode?: number };
}

const fullCodes = ['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'];

/** Makes of an error of the S3 client one that says what to do; others pass unchanged. */
export function translateS3Error(error: unknown, bucket: string): unknown {
  const { name, $metadata } = (error ?? {}) as ServiceError;
  const isAbort = name === 'AbortError';
  if (!(error instanceof Error) || isAbort || name === 'SafepointError') {
    return error;
  }
  const status = $metadata?.httpStatusCode;
  const what = `The bucket '${bucket}' answered ${name}${
    status ? ` (${status})` : ''
  }.`;
  if (fullCodes.includes(name) || status === 507) {
    return new SafepointError({
      kind: 'storage-full',
      message: `${what} It takes no more: raise its quota or make room. Nothing that is stored was touched.`,
      cause: error,
    });
  }
  if (
    status !== undefined &&
    status < 500 &&
    ![408, 409, 429].includes(status)
  ) {
    return new SafepointError({
      kind: 'storage-denied',
      message: `${what} Check the bucket's name, region and endpoint, and what the portal's credentials may do in it.`,
      cause: error,
    });
  }
  return new SafepointError({
    kind: 'storage-unreachable',
    message: `The bucket '${bucket}' could not be reached (${name}${
      status ? ` ${status}` : ''
    }). Try again; if it lasts, check the endpoint and the network between.`,
    retryable: true,
    cause: error,
  });
}

export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  const status = (error as ServiceError | undefined)?.$metadata?.httpStatusCode;
  return status !== undefined && statuses.includes(status);
}

export function hasName(error: unknown, ...names: string[]): boolean {
  return names.includes((error as ServiceError | undefined)?.name ?? '');
}
