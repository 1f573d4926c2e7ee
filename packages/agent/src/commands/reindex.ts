import {
  createSafepointFetchClient,
  dataOf,
  type RebuildReportView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Command } from 'commander';
import {
  createRetryingFetch,
  defaultRetryPolicy,
} from '../portal/createRetryingFetch';
import type { Reporter } from '../report/Reporter';
import type { GlobalOptions } from './GlobalOptions';
import { readPortalAccess } from './readPortalAccess';

export interface ReindexOptions extends GlobalOptions {
  portalUrl?: string;
}

/** Reading a bucket of a million recovery points takes its time, and the answer comes at the end. */
const patienceMs = 3_600_000;

/** Declares `safepoint reindex`. The token has no option: arguments are seen by everybody on the machine. */
export function addReindexCommand(
  program: Command,
  action: (options: unknown, command: Command) => Promise<void>,
): void {
  program
    .command('reindex')
    .description(
      'rebuild the database of the portal from its storage (token in SAFEPOINT_TOKEN)',
    )
    .option(
      '--portal-url <url>',
      'address of the portal (SAFEPOINT_PORTAL_URL)',
    )
    .action(action);
}

/** `safepoint reindex`: the portal goes on serving meanwhile, and users see nothing change. */
export async function reindex(
  options: ReindexOptions,
  reporter: Reporter,
): Promise<void> {
  const { portalUrl, token } = readPortalAccess(options, process.env, {
    permission: 'safepoint.index.rebuild',
  });
  const client = createSafepointFetchClient({
    baseUrl: `${portalUrl}/api/safepoint`,
  });
  const report = await dataOf(
    client.POST('/index/rebuild', {
      headers: { Authorization: `Bearer ${token}` },
      fetch: createRetryingFetch(
        {
          ...defaultRetryPolicy,
          deadlineMs: 30_000,
          attemptTimeoutMs: patienceMs,
        },
        reporter,
        new AbortController().signal,
      ),
    }),
  );
  reporter.report({ event: 'reindexed', ...report });
  describeReport(report).forEach(line => reporter.say(line));
}

function describeReport({
  manifests,
  records,
  problems,
}: RebuildReportView): string[] {
  return [
    `The index is rebuilt: ${manifests} recovery points and ${records} records were read from storage.`,
    ...problems.map(({ key, message }) => `Not believed: ${key}: ${message}`),
  ];
}
