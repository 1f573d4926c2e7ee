import type { OutcomeReportView } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import { readJobEnvironment } from '../config/jobEnvironment';
import { PortalClient } from '../portal/PortalClient';
import { formatSeconds } from '../report/formatBytes';
import type { Reporter } from '../report/Reporter';
import type { PortalCommandOptions } from './GlobalOptions';

export interface ReportOptions extends PortalCommandOptions {
  outcome: string;
  component?: string;
}

/** What the person on call needs to read first. */
function describeStore(store: OutcomeReportView['stores'][number]): string {
  const { lastKnownGood } = store;
  const what = lastKnownGood.recoveryPointId
    ? `last known good is ${lastKnownGood.recoveryPointId} (state of ${lastKnownGood.stateAt})`
    : 'there is no last known good';
  const lines = [
    `${store.entityRef} (${store.environment}): ${what}. ${lastKnownGood.reason}`,
  ];
  if (store.dataAtStakeSeconds !== undefined) {
    lines.push(
      `  Going back loses what was written in the last ${formatSeconds(
        store.dataAtStakeSeconds,
      )}.`,
    );
  }
  if (store.restoreUrl) lines.push(`  Restore: ${store.restoreUrl}`);
  return lines.join('\n');
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
  reporter.say(
    `Deployment ${deployment.id} of ${deployment.entityRef} is recorded as ${deployment.status}.`,
  );
  stores.forEach(store => reporter.say(describeStore(store)));
}
