import { SafepointError } from '../../errors/SafepointError';

interface ServiceError {
  name: string;
  /** Of the network or of TLS, where the service was not reached. */
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

const fullCodes = ['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'];

/** Node's and OpenSSL's names for a certificate that is not believed. */
const certificateCodes = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** Makes of an error of the S3 client one that says what to do; others pass unchanged. */
export function translateS3Error(error: unknown, bucket: string): unknown {
  const { name, code, $metadata } = (error ?? {}) as ServiceError;
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
  const advice = certificateCodes.test(code ?? '')
    ? 'The certificate of the endpoint is not believed here: name the file of the CA that signed it by NODE_EXTRA_CA_CERTS.'
    : 'Try again; if it lasts, check the endpoint and the network between.';
  return new SafepointError({
    kind: 'storage-unreachable',
    message: `The bucket '${bucket}' could not be reached (${
      status ? `${name} ${status}` : code ?? name
    }). ${advice}`,
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
