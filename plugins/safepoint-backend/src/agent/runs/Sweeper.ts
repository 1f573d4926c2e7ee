import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import type { RecoverySetLedger } from '../../recoverySets/RecoverySetLedger';
import type { AgentDependencies } from '../AgentDependencies';
import type { PointDiscarder } from '../completion/PointDiscarder';
import type { PointWriter } from '../completion/PointWriter';
import type { DeploymentLedger } from '../gate/DeploymentLedger';
import { describeLoss } from '../proof/describeLoss';
import { expectNewIdentity } from '../proof/expectNewIdentity';
import type { ProofRecorder } from '../proof/ProofRecorder';
import type { RequestLedger } from '../proof/RequestLedger';

const batch = 100;
/** An agent that is completing a point right now is left alone for so long. */
const completingGraceSeconds = 30;

const unfinished: RecordedPoint['status'][] = ['pending', 'running'];

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
    const unsettled = await requests.findRunning(run);
    const known = unsettled && (await proofs.findOfRun(run));
    const { problem, mayHaveSwitched } = describeLoss(run, known);
    if (run.plan.proof) await proofs.recordProblemOfRun(run, problem);
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
            problem,
          });
          for (const point of left) {
            await discarder.end(trx, point, {
              from: unfinished,
              to: 'lost',
              problem,
            });
          }
          await sets.end(trx, run, problem);
          await stores.leases.releaseAll(run.id);
          await requests.finish(trx, run, { status: 'failed', problem });
          if (mayHaveSwitched) await expectNewIdentity(trx, run, records);
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
