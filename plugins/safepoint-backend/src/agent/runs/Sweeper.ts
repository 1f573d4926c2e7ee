import type { ProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import type { RecoverySetLedger } from '../../recoverySets/RecoverySetLedger';
import type { AgentDependencies } from '../AgentDependencies';
import type { PointDiscarder } from '../completion/PointDiscarder';
import type { PointWriter } from '../completion/PointWriter';
import type { DeploymentLedger } from '../gate/DeploymentLedger';
import type { ProofRecorder } from '../proof/ProofRecorder';
import type { RequestLedger } from '../proof/RequestLedger';

const batch = 100;
/** An agent that is completing a point right now is left alone for so long. */
const completingGraceSeconds = 30;

const unfinished: RecordedPoint['status'][] = ['pending', 'running'];

const runLost: ProblemView = {
  kind: 'run-lost',
  message:
    'The portal heard nothing more of the job: it was killed, cancelled, or lost its network. Run it again.',
};

/**
 * Cleans up after jobs and replicas that died. Every step is guarded and safe to repeat, so several
 * replicas may sweep at once; what fails for one thing keeps no other thing waiting.
 */
export class Sweeper {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly parts: {
      writer: PointWriter;
      discarder: PointDiscarder;
      proofs: ProofRecorder;
      requests: RequestLedger;
      ledger: DeploymentLedger;
      sets: RecoverySetLedger;
    },
  ) {}

  async sweep(): Promise<void> {
    await this.#closeLostRuns();
    await this.#rollForward();
    await this.#removeLeftovers();
    await this.#abandonUnconfirmed();
  }

  async #closeLostRuns(): Promise<void> {
    const { knex, now } = this.dependencies;
    const lost = await agentStores(knex).runs.listExpired(now(), batch);
    await this.#each(
      lost,
      run => `run ${run.id}`,
      run => this.#closeRun(run),
    );
  }

  /** Points that are completing are never lost: they are rolled forward. */
  async #closeRun(run: Run): Promise<void> {
    const { knex, records, now, auditor } = this.dependencies;
    const { discarder, proofs, requests, sets } = this.parts;
    if (run.plan.proof) await proofs.recordProblemOfRun(run, runLost);
    const points = await agentStores(knex).points.listByRun(run.id);
    const left = points.filter(({ status }) => unfinished.includes(status));
    await audited(
      auditor,
      {
        eventId: 'run-lost',
        meta: { runId: run.id, operation: run.operation },
      },
      () =>
        records.transaction(async trx => {
          const stores = agentStores(trx);
          await stores.runs.close(run.id, {
            status: 'lost',
            finishedAt: now(),
            problem: runLost,
          });
          for (const point of left) {
            await discarder.end(trx, point, {
              from: unfinished,
              to: 'lost',
              problem: runLost,
            });
          }
          await sets.end(trx, run, runLost);
          await stores.leases.releaseAll(run.id);
          await requests.finish(trx, run, {
            status: 'failed',
            problem: runLost,
          });
        }),
    );
    for (const point of left) await discarder.removeLeftovers(point);
  }

  async #rollForward(): Promise<void> {
    const before = new Date(
      this.dependencies.now().getTime() - completingGraceSeconds * 1000,
    );
    const points = await agentStores(
      this.dependencies.knex,
    ).points.listCompletingSince(before, batch);
    await this.#each(points, nameOf, async point => {
      await this.parts.writer.rollForward(point.id);
    });
  }

  async #removeLeftovers(): Promise<void> {
    const { knex, instances } = this.dependencies;
    const points = await agentStores(knex).points.listWithLeftovers(batch);
    await this.#each(points, nameOf, async point => {
      const outcome = await this.parts.discarder.removeLeftovers(point);
      const instance = await instances.find(point.instanceId);
      if (outcome === 'manifest-found' && instance) {
        await this.parts.writer.adopt(point, instance);
      }
    });
  }

  /** Nobody showed the receipt in time: the deployment did not begin, as far as anybody knows. */
  async #abandonUnconfirmed(): Promise<void> {
    const { knex, now } = this.dependencies;
    const unconfirmed = await agentStores(knex).deployments.listUnconfirmed(
      now(),
      batch,
    );
    await this.#each(
      unconfirmed,
      ({ id }) => `deployment ${id}`,
      async deployment => {
        await this.parts.ledger.close(deployment, 'abandoned');
      },
    );
  }

  async #each<T>(
    items: T[],
    name: (item: T) => string,
    work: (item: T) => Promise<void>,
  ): Promise<void> {
    for (const item of items) {
      try {
        await work(item);
      } catch (error) {
        this.dependencies.logger.error(
          `The sweep of ${name(item)} failed and is tried again: ${error}`,
        );
      }
    }
  }
}

function nameOf({ id }: RecordedPoint): string {
  return `recovery point ${id}`;
}
