import { SafepointError } from '@safepoint/engine';
import { readJobEnvironment } from '../config/jobEnvironment';
import { describeOutcome } from '../flows/describeOutcome';
import { PortalClient } from '../portal/PortalClient';
import type { Reporter } from '../report/Reporter';
import type { PortalCommandOptions } from './GlobalOptions';

export interface ReportOptions extends PortalCommandOptions {
  outcome: string;
  component?: string;
}

/** `safepoint report`: tells the portal how the pipeline's deployment ended. */
export async function report(
  options: ReportOptions,
  reporter: Reporter,
): Promise<void> {
  const { outcome, component } = options;
  if (outcome !== 'succeeded' && outcome !== 'failed') {
    throw new SafepointError({
      kind: 'usage',
      message: `The outcome '${outcome}' is unknown; it is succeeded or failed.`,
    });
  }
  const job = readJobEnvironment(process.env, options, { environment: true });
  const { signal } = new AbortController();
  const portal = new PortalClient({ baseUrl: job.portalUrl, reporter, signal });
  const answer = await portal.reportOutcome(
    // Required above.
    { environment: job.environment!, outcome, ...(component && { component }) },
    job.idToken,
  );
  const { deployment, stores } = answer;
  reporter.report({ event: 'outcome-reported', outcome, deployment, stores });
  describeOutcome(answer).forEach(line => reporter.say(line));
}
