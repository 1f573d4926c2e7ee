import {
  createSafepointFetchClient,
  dataOf,
  type SafepointFetchClient,
} from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { Command } from 'commander';
import {
  createRetryingFetch,
  defaultRetryPolicy,
} from '../portal/createRetryingFetch';
import type { Reporter } from '../report/Reporter';
import type { PortalCommandOptions } from './GlobalOptions';
import { readRetentionSettings } from './retentionSettings';
import { renderRetentionPlan } from './retentionTable';

export interface RetentionPlanOptions extends PortalCommandOptions {
  entity?: string;
  instance?: string;
}

/** Declares `safepoint retention plan`. The token has no option: arguments are seen by everybody on the machine. */
export function addRetentionCommand(
  program: Command,
  action: (options: unknown, command: Command) => Promise<void>,
): void {
  program
    .command('retention')
    .description('what becomes of recovery points')
    .command('plan')
    .description(
      'show what would be deleted, when and why; changes nothing (token in SAFEPOINT_TOKEN)',
    )
    .option(
      '--portal-url <url>',
      'address of the portal (SAFEPOINT_PORTAL_URL)',
    )
    .option('--entity <entity>', 'the data store, with --environment')
    .option(
      '--environment <name>',
      'environment of the store (SAFEPOINT_ENVIRONMENT)',
    )
    .option('--instance <id>', 'id of the store instance, instead of both')
    .action(action);
}

/** `safepoint retention plan`: looks, and changes nothing. */
export async function retentionPlan(
  options: RetentionPlanOptions,
  reporter: Reporter,
): Promise<void> {
  const { portalUrl, token, store } = readRetentionSettings(
    options,
    process.env,
  );
  const client = createSafepointFetchClient({
    baseUrl: `${portalUrl}/api/safepoint`,
  });
  const call = {
    headers: { Authorization: `Bearer ${token}` },
    fetch: createRetryingFetch(
      { ...defaultRetryPolicy, deadlineMs: 30_000 },
      reporter,
      new AbortController().signal,
    ),
  };
  const instanceId =
    'instanceId' in store
      ? store.instanceId
      : await findInstance(client, call, store);
  const plan = await dataOf(
    client.GET('/instances/{instanceId}/retention-plan', {
      ...call,
      params: { path: { instanceId } },
    }),
  );
  reporter.report({ event: 'retention-planned', ...plan });
  renderRetentionPlan(plan).forEach(line => reporter.say(line));
}

async function findInstance(
  client: SafepointFetchClient,
  call: {
    headers: Record<string, string>;
    fetch: (request: Request) => Promise<Response>;
  },
  store: { entityRef: string; environment: string },
): Promise<string> {
  const [kind, namespace, name] = store.entityRef.split(/[:/]/);
  const { environments } = await dataOf(
    client.GET('/entities/{namespace}/{kind}/{name}/recovery', {
      ...call,
      params: { path: { kind, namespace, name } },
    }),
  );
  const found = environments
    .flatMap(({ instances }) => instances)
    .find(
      ({ instance }) =>
        instance.entityRef === store.entityRef &&
        instance.environment === store.environment,
    );
  if (!found) {
    const known = environments.map(one => one.environment).join(', ');
    throw new SafepointError({
      kind: 'usage',
      message: `Nothing of ${store.entityRef} was ever saved in ${
        store.environment
      }; it is known in ${known || 'no environment'}.`,
    });
  }
  return found.instance.id;
}
