import { ConflictError } from '@backstage/errors';

/** The run has ended: by its agent, by the sweep, or by a call of the agent's that is sent again. */
export class RunNotOpenError extends ConflictError {
  constructor(runId: string) {
    super(
      `Run ${runId} is not open any more. Stop writing and start a new job.`,
    );
  }
}
