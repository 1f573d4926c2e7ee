import {
  createSafepointFetchClient,
  dataOf,
  type components,
  type DrillView,
  type OpenedObjectView,
  type OpenRunBody,
  type OutcomeReportView,
  type ProblemView,
  type PromotableView,
  type ReceiptView,
  type RecoveryPointDraft,
  type RecoveryPointView,
  type RunPlan,
  type SafepointFetchClient,
  type SignedPartView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Reporter } from '../report/Reporter';
import {
  createRetryingFetch,
  defaultRetryPolicy,
  type RetryPolicy,
} from './createRetryingFetch';

type Schemas = components['schemas'];
export type ProofSubmissionBody = Schemas['ProofSubmission'];
export type PartDigestBody = Schemas['PartDigest'];
export type RestoreStep = 'provisioned' | 'applied' | 'checked' | 'switched';

/**
 * For telling of a failure: the job is red in any case, what the portal does not hear it finds out by
 * itself when the lease runs out, and nobody should wait for the message in the meantime.
 */
const briefly = { deadlineMs: 10_000, attemptTimeoutMs: 10_000 };

/** After an abort the runner, too, waits only so long before it kills the job. */
const afterAbort = { deadlineMs: 5_000, attemptTimeoutMs: 5_000 };

export interface PortalOptions {
  baseUrl: string;
  reporter: Pick<Reporter, 'report'>;
  signal: AbortSignal;
  retry?: Partial<RetryPolicy>;
}

/** What a run may ask the portal, with the run's own token. */
export class RunClient {
  constructor(
    private readonly portal: PortalClient,
    readonly runId: string,
    private readonly token: string,
  ) {}

  heartbeat(progress: { entityRef: string; phase: string; bytes?: number }[]) {
    return dataOf(
      this.portal.client.POST('/agent/runs/{runId}/heartbeat', {
        ...this.call(),
        body: { progress },
        // Missed ones are made up for by the next; the lease's own time is the deadline.
        fetch: this.portal.fetchWith({
          idempotent: true,
          deadlineMs: 0,
          attemptTimeoutMs: 15_000,
        }),
      }),
    );
  }

  async signParts(
    recoveryPointId: string,
    object: string,
    parts: PartDigestBody[],
  ): Promise<SignedPartView[]> {
    const answer = await dataOf(
      this.portal.client.POST(
        '/agent/runs/{runId}/recovery-points/{recoveryPointId}/parts',
        {
          ...this.point(recoveryPointId),
          body: { object, parts },
          fetch: this.portal.fetchWith({ idempotent: true }),
        },
      ),
    );
    return answer.parts;
  }

  complete(
    recoveryPointId: string,
    draft: RecoveryPointDraft,
  ): Promise<RecoveryPointView> {
    return dataOf(
      this.portal.client.POST(
        '/agent/runs/{runId}/recovery-points/{recoveryPointId}/complete',
        {
          ...this.point(recoveryPointId),
          body: draft,
          // The storage puts a large object together while this call waits.
          fetch: this.portal.fetchWith({
            idempotent: true,
            attemptTimeoutMs: 600_000,
            deadlineMs: 1_200_000,
          }),
        },
      ),
    );
  }

  /** What may become the baseline in place of the point that is planned. */
  findPromotable(recoveryPointId: string): Promise<PromotableView> {
    return dataOf(
      this.portal.client.GET(
        '/agent/runs/{runId}/recovery-points/{recoveryPointId}/promotion',
        {
          ...this.point(recoveryPointId),
          fetch: this.portal.fetchWith({ idempotent: true }),
        },
      ),
    );
  }

  promote(
    recoveryPointId: string,
    promotes: string,
  ): Promise<RecoveryPointView> {
    return dataOf(
      this.portal.client.POST(
        '/agent/runs/{runId}/recovery-points/{recoveryPointId}/promotion',
        {
          ...this.point(recoveryPointId),
          body: { promotes },
          fetch: this.portal.fetchWith({ idempotent: true }),
        },
      ),
    );
  }

  async failPoint(
    recoveryPointId: string,
    problem: ProblemView,
  ): Promise<void> {
    await dataOf(
      this.portal.client.POST(
        '/agent/runs/{runId}/recovery-points/{recoveryPointId}/fail',
        {
          ...this.point(recoveryPointId),
          body: { problem },
          fetch: this.portal.lastWords(briefly),
        },
      ),
    );
  }

  async open(recoveryPointId: string): Promise<OpenedObjectView[]> {
    const answer = await dataOf(
      this.portal.client.POST(
        '/agent/runs/{runId}/recovery-points/{recoveryPointId}/open',
        {
          ...this.point(recoveryPointId),
          fetch: this.portal.fetchWith({ idempotent: true }),
        },
      ),
    );
    return answer.objects;
  }

  submitDrill(body: ProofSubmissionBody): Promise<DrillView> {
    return dataOf(
      this.portal.client.POST('/agent/runs/{runId}/drill-result', {
        ...this.call(),
        body,
        fetch: this.portal.lastWords(),
      }),
    );
  }

  reportRestore(
    step: RestoreStep,
    more: { proof?: ProofSubmissionBody; kept?: string } = {},
  ) {
    return dataOf(
      this.portal.client.POST('/agent/runs/{runId}/restore-progress', {
        ...this.call(),
        body: { step, ...more },
        fetch: this.portal.lastWords(),
      }),
    );
  }

  async finish(
    outcome: 'succeeded' | 'failed',
    problem?: ProblemView,
  ): Promise<ReceiptView | undefined> {
    const answer = await dataOf(
      this.portal.client.POST('/agent/runs/{runId}/finish', {
        ...this.call(),
        body: { outcome, ...(problem && { problem }) },
        fetch: this.portal.lastWords(outcome === 'failed' ? briefly : {}),
      }),
    );
    return answer.receipt;
  }

  private call() {
    return {
      params: { path: { runId: this.runId } },
      headers: { Authorization: `Bearer ${this.token}` },
    };
  }

  private point(recoveryPointId: string) {
    return {
      ...this.call(),
      params: { path: { runId: this.runId, recoveryPointId } },
    };
  }
}

/** The portal as a CI job sees it. */
export class PortalClient {
  readonly client: SafepointFetchClient;

  constructor(private readonly options: PortalOptions) {
    this.client = createSafepointFetchClient({ baseUrl: options.baseUrl });
  }

  /** Safe to repeat: the body's secret proves that the repeat is ours. */
  openRun(body: OpenRunBody, idToken: string): Promise<RunPlan> {
    return dataOf(
      this.client.POST('/agent/runs', {
        body,
        headers: { Authorization: `Bearer ${idToken}` },
        fetch: this.fetchWith({ idempotent: true }),
      }),
    );
  }

  reportOutcome(
    body: {
      environment: string;
      outcome: 'succeeded' | 'failed';
      component?: string;
    },
    idToken: string,
  ): Promise<OutcomeReportView> {
    return dataOf(
      this.client.POST('/agent/deployments/outcomes', {
        body,
        headers: { Authorization: `Bearer ${idToken}` },
        fetch: this.fetchWith({ idempotent: true }),
      }),
    );
  }

  runClient(plan: Pick<RunPlan, 'runId' | 'runToken'>): RunClient {
    return new RunClient(this, plan.runId, plan.runToken);
  }

  fetchWith(policy: Partial<RetryPolicy>) {
    return createRetryingFetch(
      { ...defaultRetryPolicy, ...this.options.retry, ...policy },
      this.options.reporter,
      this.options.signal,
    );
  }

  /** For what must be said after an abort, too: not bound to the signal. */
  lastWords(policy: Partial<RetryPolicy> = {}) {
    const { signal, reporter, retry } = this.options;
    return createRetryingFetch(
      {
        ...defaultRetryPolicy,
        idempotent: true,
        ...policy,
        ...(signal.aborted && afterAbort),
        ...retry,
      },
      reporter,
      new AbortController().signal,
    );
  }
}
