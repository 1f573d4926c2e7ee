import { isError } from '@backstage/errors';
import type {
  ProblemView,
  StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { portalStores } from '../../database/portalStores';
import type { Run } from '../../database/Run';
import type { RecoveryRequest } from '../../requests/RecoveryRequest';
import { draftRequestRecord } from '../../requests/requestDraft';
import type { AgentDependencies } from '../AgentDependencies';

/** Records what becomes of the request that a run executes, each change durably. */
export class RequestLedger {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'records' | 'instances' | 'now'
    >,
  ) {}

  /** `triggered → running`; only one run ever starts a request. */
  async start(
    trx: Knex.Transaction,
    input: { request: RecoveryRequest; instance: StoreInstance; runId: string },
  ): Promise<void> {
    await this.#change(trx, input.request, input.instance, {
      status: 'running',
      runId: input.runId,
      startedAt: this.dependencies.now(),
    });
  }

  /** What it asks for cannot be done; nothing was started. */
  async failUnstarted(
    request: RecoveryRequest,
    instance: StoreInstance,
    error: unknown,
  ): Promise<void> {
    const problem: ProblemView = {
      kind: 'not-started',
      message: isError(error) ? error.message : String(error),
    };
    await this.dependencies.records.transaction(trx =>
      this.#change(trx, request, instance, {
        status: 'failed',
        finishedAt: this.dependencies.now(),
        problem,
      }),
    );
  }

  /** The request of a run while it is running; undefined once it is settled, or if there is none. */
  async findRunning(run: Run): Promise<RecoveryRequest | undefined> {
    if (!run.requestId) return undefined;
    const request = await portalStores(this.dependencies.knex).requests.find(
      run.requestId,
    );
    return request?.runId === run.id && request.status === 'running'
      ? request
      : undefined;
  }

  /** Settle the request of a run in the transaction that settles the run. Safe to repeat. */
  async finish(
    trx: Knex.Transaction,
    run: Run,
    change: Partial<RecoveryRequest> & { status: 'succeeded' | 'failed' },
  ): Promise<void> {
    if (!run.requestId) return;
    const stores = portalStores(trx);
    const request = await stores.requests.find(run.requestId);
    if (request?.runId !== run.id || request.status !== 'running') return;
    const instance = await stores.instances.find(request.instanceId);
    if (!instance) return;
    await this.#change(trx, request, instance, {
      ...change,
      finishedAt: this.dependencies.now(),
    });
  }

  async #change(
    trx: Knex.Transaction,
    request: RecoveryRequest,
    instance: StoreInstance,
    change: Partial<RecoveryRequest>,
  ): Promise<void> {
    const changed = await portalStores(trx).requests.update(request, change);
    await this.dependencies.records.commit(
      trx,
      draftRequestRecord(changed, instance),
    );
  }
}
