import { ConflictError } from '@backstage/errors';
import type {
  ProblemView,
  ReceiptView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import type { RecordedDrill } from '../../database/RecordedDrill';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import { RunNotOpenError } from '../../database/RunNotOpenError';
import type { RecoverySetLedger } from '../../recoverySets/RecoverySetLedger';
import type { AgentDependencies } from '../AgentDependencies';
import type { PointDiscarder } from '../completion/PointDiscarder';
import type { PointWriter } from '../completion/PointWriter';
import type { GateKeeper } from '../gate/GateKeeper';
import type { ProofRecorder } from '../proof/ProofRecorder';
import type { RequestLedger } from '../proof/RequestLedger';

export interface RunOutcome {
  outcome: 'succeeded' | 'failed';
  problem?: ProblemView;
}

/** Points that the run has neither completed nor failed. */
const unfinished: RecordedPoint['status'][] = ['pending', 'running'];

const unexplained: ProblemView = {
  kind: 'run-failed',
  message: 'The agent gave no reason; read the log of its job.',
};

/** Ends runs: their points, their leases, their request and, before a deploy, the gate. */
export class RunFinisher {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly parts: {
      writer: PointWriter;
      discarder: PointDiscarder;
      gate: GateKeeper;
      proofs: ProofRecorder;
      requests: RequestLedger;
      sets: RecoverySetLedger;
    },
  ) {}

  /** Safe to repeat with the same outcome; a receipt is then a new one. */
  async finish(
    run: Run,
    outcome: RunOutcome,
  ): Promise<{ runId: string; receipt?: ReceiptView }> {
    if (run.status === outcome.outcome) return this.#answerAgain(run);
    if (run.status !== 'open') {
      throw new ConflictError(`Run ${run.id} is over already (${run.status}).`);
    }
    try {
      return await this.#finishOpen(run, outcome);
    } catch (error) {
      if (!(error instanceof RunNotOpenError)) throw error;
      // The same call, sent again because its answer was long in coming, was faster.
      const ended = await agentStores(this.dependencies.knex).runs.find(run.id);
      if (ended?.status !== outcome.outcome) throw error;
      return this.#answerAgain(ended);
    }
  }

  #finishOpen(run: Run, outcome: RunOutcome) {
    return audited(
      this.dependencies.auditor,
      {
        eventId: 'run-finish',
        meta: {
          runId: run.id,
          operation: run.operation,
          trigger: run.trigger,
          outcome: outcome.outcome,
          problem: outcome.problem?.kind,
        },
      },
      () =>
        outcome.outcome === 'succeeded'
          ? this.#succeed(run)
          : this.#fail(run, outcome.problem),
    );
  }

  async #succeed(run: Run) {
    const points = await this.#completePoints(run);
    const drill = await this.#checkProof(run);
    const { records, now } = this.dependencies;
    const receipt = await records.transaction(async trx => {
      const stores = agentStores(trx);
      await stores.runs.close(run.id, {
        status: 'succeeded',
        finishedAt: now(),
      });
      await this.parts.sets.end(trx, run);
      const given =
        run.trigger === 'pre-deploy'
          ? await this.parts.gate.open(trx, run, points)
          : undefined;
      await stores.leases.releaseAll(run.id);
      await this.parts.requests.finish(trx, run, {
        status: drill?.outcome === 'failed' ? 'failed' : 'succeeded',
        ...(points[0] && { recoveryPointId: points[0].id }),
        ...(drill && { level: drill.level, phases: drill.phases }),
        ...(drill?.problem && { problem: drill.problem }),
      });
      return given;
    });
    return { runId: run.id, ...(receipt && { receipt }) };
  }

  async #fail(run: Run, problem: ProblemView = unexplained) {
    const { knex, records, now } = this.dependencies;
    const { discarder, requests, proofs } = this.parts;
    const drill =
      run.plan.proof && (await proofs.recordProblemOfRun(run, problem));
    const points = await agentStores(knex).points.listByRun(run.id);
    const left = points.filter(({ status }) => unfinished.includes(status));
    await records.transaction(async trx => {
      const stores = agentStores(trx);
      await stores.runs.close(run.id, {
        status: 'failed',
        finishedAt: now(),
        problem,
      });
      for (const point of left) {
        await discarder.end(trx, point, {
          from: unfinished,
          to: 'failed',
          problem,
        });
      }
      await this.parts.sets.end(trx, run, problem);
      await stores.leases.releaseAll(run.id);
      await requests.finish(trx, run, {
        status: 'failed',
        problem,
        ...(drill && { level: drill.level, phases: drill.phases }),
      });
    });
    for (const point of left) await discarder.tryRemoveLeftovers(point);
    return { runId: run.id };
  }

  /** A point whose completion was cut off is finished here; anything else that is missing is refused. */
  async #completePoints(run: Run): Promise<RecordedPoint[]> {
    const { points } = agentStores(this.dependencies.knex);
    for (const point of await points.listByRun(run.id)) {
      if (point.status === 'completing') {
        await this.parts.writer.rollForward(point.id);
      }
    }
    const all = await points.listByRun(run.id);
    const bad = all.filter(({ status }) => status !== 'available');
    if (bad.length > 0) {
      throw new ConflictError(
        `The run has not succeeded: ${bad
          .map(({ id, status }) => `recovery point ${id} is ${status}`)
          .join(', ')}. Finish it as failed.`,
      );
    }
    return all;
  }

  /** A drill that submitted nothing, or a restore that was not switched over, has not succeeded. */
  async #checkProof(run: Run): Promise<RecordedDrill | undefined> {
    if (!run.plan.proof) return undefined;
    const drill = await this.parts.proofs.findOfRun(run);
    if (!drill) {
      throw new ConflictError(
        `Run ${run.id} has submitted no proof. Finish it as failed.`,
      );
    }
    const restoring = run.operation === 'restore';
    if (restoring && (await this.parts.requests.findRunning(run))) {
      throw new ConflictError(
        `Run ${run.id} has not reported the switch-over. Finish it as failed.`,
      );
    }
    return drill;
  }

  async #answerAgain(run: Run) {
    const receipt =
      run.status === 'succeeded' && run.trigger === 'pre-deploy'
        ? await this.parts.gate.renewReceipt(run)
        : undefined;
    return { runId: run.id, ...(receipt && { receipt }) };
  }
}
