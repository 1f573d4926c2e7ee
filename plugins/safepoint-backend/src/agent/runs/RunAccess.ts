import { ConflictError } from '@backstage/errors';
import { agentStores } from '../../database/agentStores';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import type { AgentDependencies } from '../AgentDependencies';
import { matchesDigest } from '../digests';
import type { Refusals } from '../identity/Refusals';

/** Lets in whoever brings a run's own token. */
export class RunAccess {
  constructor(
    private readonly dependencies: Pick<AgentDependencies, 'knex'>,
    private readonly refusals: Refusals,
  ) {}

  /** The run, open or not. An unknown run and a wrong token get the same answer. */
  async findRun(runId: string, token: string | undefined): Promise<Run> {
    const run = await agentStores(this.dependencies.knex).runs.find(runId);
    if (!run || !token || !matchesDigest(token, run.tokenDigest)) {
      return this.refusals.refuse({
        code: 'run-token-invalid',
        detail: `no run ${runId} with that token`,
        operation: 'run',
      });
    }
    return run;
  }

  async findOpenRun(runId: string, token: string | undefined): Promise<Run> {
    const run = await this.findRun(runId, token);
    if (run.status !== 'open') {
      throw new ConflictError(
        run.status === 'lost'
          ? `Run ${runId} was lost: the portal heard nothing of it in time and has freed its leases. Stop writing and start a new job.`
          : `Run ${runId} is over (${run.status}). Start a new job.`,
      );
    }
    return run;
  }

  /** One of the points that this run writes. */
  async findPoint(run: Run, pointId: string): Promise<RecordedPoint> {
    const point = await agentStores(this.dependencies.knex).points.find(
      pointId,
    );
    if (point?.runId !== run.id) {
      return this.refusals.refuse({
        code: 'point-not-of-run',
        detail: `recovery point ${pointId} is not written by run ${run.id}`,
        operation: 'run',
      });
    }
    return point;
  }
}
