import {
  createSafepointFetchClient,
  dataOf,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Command } from 'commander';
import {
  createRetryingFetch,
  defaultRetryPolicy,
} from '../../portal/createRetryingFetch';
import type { Reporter } from '../../report/Reporter';
import type { PortalCommandOptions } from '../GlobalOptions';
import { runCommand } from '../runCommand';
import { renderPolicies } from './renderPolicies';
import { readPortalAccess } from '../readPortalAccess';

/** Declares `safepoint explain`. The token has no option: arguments are seen by everybody on the machine. */
export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .description(
      'which policy holds for an entity and its stores, and why (token in SAFEPOINT_TOKEN)',
    )
    .argument('<entity>', 'component:default/orders for example')
    .option(
      '--portal-url <url>',
      'address of the portal (SAFEPOINT_PORTAL_URL)',
    )
    .option('--environment <name>', 'default: all that are known')
    .action(async (entity: string, _options: unknown, command: Command) => {
      const options: PortalCommandOptions = command.optsWithGlobals();
      await runCommand(options, reporter => explain(entity, options, reporter));
    });
}

/** `safepoint explain`: asks the portal, and changes nothing. */
export async function explain(
  entity: string,
  options: PortalCommandOptions,
  reporter: Reporter,
  variables: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const { portalUrl, token, path } = readSettings(entity, options, variables);
  const client = createSafepointFetchClient({
    baseUrl: `${portalUrl}/api/safepoint`,
    fetch: createRetryingFetch(
      { ...defaultRetryPolicy, deadlineMs: 30_000 },
      reporter,
      new AbortController().signal,
    ),
  });
  const answer = await dataOf(
    client.GET('/entities/{namespace}/{kind}/{name}/policy', {
      headers: { Authorization: `Bearer ${token}` },
      params: { path, query: { environment: options.environment } },
    }),
  );
  reporter.report({ event: 'policy-explained', ...answer });
  renderPolicies(answer).forEach(line => reporter.say(line));
}

/** Throws `config-incomplete` with everything that is wrong. */
function readSettings(
  entity: string,
  options: PortalCommandOptions,
  variables: NodeJS.ProcessEnv,
) {
  const [, kind, namespace, name] =
    /^([a-z][a-z0-9-]*):([a-z0-9._-]+)\/([a-z0-9._-]+)$/i.exec(entity) ?? [];
  const access = readPortalAccess(options, variables, {
    permission: 'safepoint.instance.read',
    problems: [
      kind
        ? undefined
        : `'${entity}' is no entity reference; write it in full, as component:default/orders`,
    ],
  });
  const lower = (text: string) => text.toLocaleLowerCase('en-US');
  return {
    ...access,
    path: {
      kind: lower(kind),
      namespace: lower(namespace),
      name: lower(name),
    },
  };
}
