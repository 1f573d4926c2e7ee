import { CustomErrorBase } from '@backstage/errors';

/** Somebody else holds the store. By its name a caller knows that waiting may help. */
export class StoreBusyError extends CustomErrorBase {
  readonly name = 'StoreBusyError';
  /** Backstage's middleware knows its own classes by name only. */
  readonly statusCode = 409;
}
