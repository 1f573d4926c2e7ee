/** @public */
export interface SafepointErrorOptions {
  /** A stable name of the problem, kebab-case; public API. */
  kind: string;
  /** What happened, then what to do next. Never a secret. */
  message: string;
  /** Whether the same call may succeed later without anybody changing anything. */
  retryable?: boolean;
  cause?: unknown;
}

/**
 * The one error of engine, drivers and agent. Compare `error.name` and `error.kind`, not `instanceof`.
 *
 * @public
 */
export class SafepointError extends Error {
  readonly name = 'SafepointError';
  readonly kind: string;
  readonly retryable: boolean;

  constructor(options: SafepointErrorOptions) {
    super(options.message, { cause: options.cause });
    this.kind = options.kind;
    this.retryable = options.retryable ?? false;
  }
}
