import {
  createSafepointFetchClient,
  dataOf,
  type RebuildReportView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { Command } from 'commander';
import {
  createRetryingFetch,
  defaultRetryPolicy,
} from '../portal/createRetryingFetch';
import type { Reporter } from '../report/Reporter';
import type { GlobalOptions } from './GlobalOptions';

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
  const { portalUrl, token } = readSettings(options, process.env);
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

/** Throws `config-incomplete` with everything that is wrong. */
function readSettings(
  options: ReindexOptions,
  variables: NodeJS.ProcessEnv,
): { portalUrl: string; token: string } {
  const portalUrl = options.portalUrl ?? variables.SAFEPOINT_PORTAL_URL ?? '';
  const token = variables.SAFEPOINT_TOKEN;
  const problems = [
    token
      ? undefined
      : 'SAFEPOINT_TOKEN is not set; it holds a Backstage token that may do safepoint.index.rebuild',
    /^https?:\/\/[^\s@]+$/.test(portalUrl)
      ? undefined
      : 'the address of the portal is missing, no http(s) address, or holds credentials: set SAFEPOINT_PORTAL_URL to https://portal.example.com',
  ].filter((problem): problem is string => problem !== undefined);
  if (!token || problems.length > 0) {
    throw new SafepointError({
      kind: 'config-incomplete',
      message: `This cannot start: ${problems.join('; ')}.`,
    });
  }
  return {
    // Both addresses name the API, as for the other commands.
    portalUrl: portalUrl.replace(/(\/api\/safepoint)?\/*$/, ''),
    token,
  };
}
