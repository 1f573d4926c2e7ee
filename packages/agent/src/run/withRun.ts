import type {
  OpenRunBody,
  ReceiptView,
  RunPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { JobEnvironment } from '../config/jobEnvironment';
import { toProblem } from '../errors/toProblem';
import type { RetryPolicy } from '../portal/createRetryingFetch';
import { PortalClient, type RunClient } from '../portal/PortalClient';
import type { Reporter } from '../report/Reporter';
import { abortOnSignals } from './abortOnSignals';
import { keepLease } from './keepLease';
import { openRun } from './openRun';
import { ProgressBoard } from './ProgressBoard';
import { waitForStore } from './waitForStore';

/** What the work of a run is given. */
export interface RunContext {
  plan: RunPlan;
  client: RunClient;
  signal: AbortSignal;
  reporter: Reporter;
  progress: ProgressBoard;
}

async function work<T>(
  context: RunContext,
  run: AbortController,
  doWork: (context: RunContext) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const lease = keepLease({
    ...context,
    progress: () => context.progress.list(),
    run,
    stop: stop.signal,
  });
  try {
    return await doWork(context);
  } catch (error) {
    // What failed because of an abort is told by the reason of the abort.
    throw run.signal.aborted ? run.signal.reason : error;
  } finally {
    stop.abort();
    await lease;
  }
}

/** An error that is already on its way must not be hidden by one of telling the portal of it. */
async function tellFailure(context: RunContext, error: unknown): Promise<void> {
  await context.client.finish('failed', toProblem(error)).catch(failure =>
    context.reporter.report({
      event: 'finish-failed',
      reason: toProblem(failure).message,
    }),
  );
}

/**
 * Opens a run, does its work under a renewed lease and finishes it, whatever happens: on an error or a
 * signal the portal is told before the process ends.
 */
export async function withRun<T>(
  options: {
    job: JobEnvironment;
    reporter: Reporter;
    open: Omit<OpenRunBody, 'secret' | 'clientTime' | 'agentVersion'>;
    /** For work that waits while somebody else holds the store; without it that is an error. */
    patience?: { deadlineMs: number; intervalMs: number };
    /** How long calls to a portal that does not answer are tried. */
    portalRetry?: Partial<RetryPolicy>;
  },
  doWork: (context: RunContext) => Promise<T>,
): Promise<{ result: T; receipt?: ReceiptView; plan: RunPlan }> {
  const { job, reporter } = options;
  const run = new AbortController();
  const ignoreSignals = abortOnSignals(run);
  try {
    const { signal } = run;
    const portal = new PortalClient({
      baseUrl: job.portalUrl,
      reporter,
      signal,
      retry: options.portalRetry,
    });
    const open = () => openRun(portal, job.idToken, options.open);
    const plan = options.patience
      ? await waitForStore(open, { ...options.patience, reporter, signal })
      : await open();
    const { runId, operation } = plan;
    reporter.report({ event: 'run-opened', runId, operation });
    const client = portal.runClient(plan);
    const progress = new ProgressBoard(reporter);
    const context = { plan, client, signal, reporter, progress };
    try {
      const result = await work(context, run, doWork);
      const receipt = await client.finish('succeeded');
      return { result, receipt, plan };
    } catch (error) {
      await tellFailure(context, error);
      throw error;
    }
  } finally {
    ignoreSignals();
  }
}
