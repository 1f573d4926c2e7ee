import type { LoggerService } from '@backstage/backend-plugin-api';
import type { PortalStores } from '../database/portalStores';
import type { GitLabs } from '../gitlab/GitLabs';
import type { RecordedRequests } from './RecordedRequests';
import type { RecoveryRequest } from './RecoveryRequest';
import type { RequestTrigger } from './RequestTrigger';

/** GitLab's words for a pipeline that will do nothing more by itself. */
const endedStatuses = ['success', 'failed', 'canceled', 'skipped'];

export interface RequestReconcilerOptions {
  stores: PortalStores;
  requests: Pick<RecordedRequests, 'change'>;
  trigger: RequestTrigger;
  gitlabs: GitLabs;
  logger: LoggerService;
  now?: () => Date;
  /** A request that nobody decided on for that long expires. Default: 24 hours. */
  approvalValidForSeconds?: number;
  /** A round ends after that long, whatever is left; its task is not started elsewhere before. Default: 40. */
  roundSeconds?: number;
}

/**
 * Finishes what nobody else does: pipelines that a crash left unmade, requests whose pipeline ended without
 * a word (cancelled, runner lost), and those that nobody decided on. Safe on several replicas at once.
 */
export class RequestReconciler {
  readonly #options: RequestReconcilerOptions;

  constructor(options: RequestReconcilerOptions) {
    this.#options = options;
  }

  /** What a round has no time for is taken first by another: each begins at a place of its own. */
  async run(): Promise<void> {
    const found = await this.#options.stores.requests.findByStatus([
      'awaiting-approval',
      'approved',
      'triggering',
      'triggered',
      'running',
    ]);
    const endsAt =
      this.#now().getTime() + (this.#options.roundSeconds ?? 40) * 1_000;
    const start = Math.floor(Math.random() * found.length);
    const open = [...found.slice(start), ...found.slice(0, start)];
    for (const request of open) {
      if (this.#now().getTime() > endsAt) return;
      try {
        await this.#reconcile(request);
      } catch (error) {
        // One request must not keep the others waiting; the next run comes back to it.
        this.#options.logger.warn(
          `Request ${request.id} could not be reconciled: ${error}`,
        );
      }
    }
  }

  async #reconcile(request: RecoveryRequest): Promise<void> {
    switch (request.status) {
      case 'awaiting-approval':
        return this.#expire(request);
      case 'approved':
      case 'triggering':
        await this.#options.trigger.resume(request);
        return undefined;
      default:
        return this.#noticeEnd(request);
    }
  }

  async #expire(request: RecoveryRequest): Promise<void> {
    const validFor = this.#options.approvalValidForSeconds ?? 86_400;
    const age = this.#now().getTime() - request.requestedAt.getTime();
    if (age < validFor * 1_000) return;
    await this.#options.requests.change(request, {
      status: 'expired',
      finishedAt: this.#now(),
      problem: {
        kind: 'approval-expired',
        message: 'Nobody approved the request in time; ask again.',
      },
    });
  }

  async #noticeEnd(request: RecoveryRequest): Promise<void> {
    const { issuer, projectId, pipelineId } = request;
    if (!issuer || !projectId || !pipelineId) return;
    const { client } = this.#options.gitlabs.recoveryAt(issuer);
    const pipeline = await client.getPipeline(projectId, pipelineId);
    if (!endedStatuses.includes(pipeline.status)) return;
    await this.#options.requests.change(request, {
      status: 'failed',
      finishedAt: this.#now(),
      problem: {
        kind: 'pipeline-ended',
        message: `The pipeline ended (${pipeline.status}) without a result. Read the log of its job at ${pipeline.url}.`,
      },
    });
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}
