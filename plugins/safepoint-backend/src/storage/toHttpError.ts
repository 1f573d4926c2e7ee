import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { SafepointError } from '@safepoint/engine';

/** 507 has no class of Backstage's; its middleware goes by `statusCode`. */
class InsufficientStorageError extends Error {
  readonly name = 'InsufficientStorageError';
  readonly statusCode = 507;
}

/** What a storage said, as the HTTP answer that its contract names. */
export function toHttpError(error: unknown): unknown {
  const { name, kind, message } = error as Partial<SafepointError>;
  if (name !== 'SafepointError' || message === undefined) return error;
  switch (kind) {
    case 'signature-invalid':
    case 'signature-expired':
      return new NotAllowedError(message);
    case 'upload-not-found':
    case 'object-not-found':
      return new NotFoundError(message);
    case 'part-mismatch':
      return new InputError(message);
    case 'storage-full':
      return new InsufficientStorageError(message);
    case 'storage-unreachable':
      return new ServiceUnavailableError(message);
    default:
      return error;
  }
}
