import { GitLabError } from './GitLabError';
import { type CallKind, planPause } from './planPause';

/** Calls of one kind that GitLab has not answered as asked since a moment. */
export interface CallTrouble {
  kind: CallKind;
  since: Date;
  lastAt: Date;
  /** Until then none is made. */
  pausedUntil?: Date;
  reason: string;
}

/** Leaves a GitLab alone that is overloaded, asks for it or does not answer; for each kind of call by itself. */
export class CallPacer {
  readonly #troubles = new Map<CallKind, CallTrouble & { failures: number }>();
  readonly #now: () => Date;
  readonly #onPause: (trouble: CallTrouble) => void;

  /** @param onPause - told when a pause begins */
  constructor(
    options: {
      now?: () => Date;
      onPause?: (trouble: CallTrouble) => void;
    } = {},
  ) {
    this.#now = options.now ?? (() => new Date());
    this.#onPause = options.onPause ?? (() => {});
  }

  get troubles(): CallTrouble[] {
    return [...this.#troubles.values()];
  }

  /** Makes the call, or throws a `GitLabError` with effect `not-sent` while there is a pause. */
  async run<T>(kind: CallKind, call: () => Promise<T>): Promise<T> {
    const trouble = this.#troubles.get(kind);
    const left =
      ((trouble?.pausedUntil?.getTime() ?? 0) - this.#now().getTime()) / 1_000;
    if (trouble && left > 0) {
      throw new GitLabError(
        `GitLab is left alone for another ${Math.ceil(left)} s (${
          trouble.reason
        })`,
        'not-sent',
        undefined,
        left,
      );
    }
    try {
      const result = await call();
      this.#troubles.delete(kind);
      return result;
    } catch (error) {
      if ((error as Error)?.name === 'GitLabError') {
        this.#notice(kind, error as GitLabError);
      }
      throw error;
    }
  }

  #notice(kind: CallKind, error: GitLabError): void {
    // A refusal is an answer.
    if (error.effect === 'refused') {
      this.#troubles.delete(kind);
      return;
    }
    const before = this.#troubles.get(kind);
    const now = this.#now();
    const failures = (before?.failures ?? 0) + 1;
    const seconds = planPause(kind, error, failures);
    const trouble = {
      kind,
      failures,
      since: before?.since ?? now,
      lastAt: now,
      reason: error.message,
      ...(seconds > 0 && {
        pausedUntil: new Date(now.getTime() + seconds * 1_000),
      }),
    };
    this.#troubles.set(kind, trouble);
    if (trouble.pausedUntil) this.#onPause(trouble);
  }
}
