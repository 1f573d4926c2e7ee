/**
 * The portal refused a call or could not do it; the message is the portal's own. Compare `error.name`
 * and `error.status`, not `instanceof`.
 *
 * @public
 */
export class SafepointApiError extends Error {
  readonly name = 'SafepointApiError';

  constructor(
    message: string,
    /** HTTP status of the answer. */
    readonly status: number,
    /** Name of the portal's error, `NotAllowedError` for example; empty if the answer was not the portal's. */
    readonly errorName: string,
  ) {
    super(message);
  }
}

/** Turns an answer that is not a success into an error that says what the portal said. @public */
export function toSafepointApiError(
  response: { status: number; statusText: string },
  body: unknown,
): SafepointApiError {
  const error = (body as { error?: { name?: unknown; message?: unknown } })
    ?.error;
  if (typeof error?.message === 'string') {
    return new SafepointApiError(
      error.message,
      response.status,
      typeof error.name === 'string' ? error.name : '',
    );
  }
  const text = typeof body === 'string' ? body.trim().slice(0, 500) : '';
  return new SafepointApiError(
    text || `The portal answered ${response.status} ${response.statusText}.`,
    response.status,
    '',
  );
}
