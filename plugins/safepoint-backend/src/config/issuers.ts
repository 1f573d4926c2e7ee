import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readGitLabIntegrationConfigs } from '@backstage/integration';
import type { ConfigProblems } from './ConfigProblems';
import { type PipelineTimesConfig, readPipelineTimes } from './pipelineTimes';
import { readNumericId } from './values/readNumericId';
import { withoutSlash } from './values/withoutSlash';

/** One GitLab: whose jobs are believed, and where its pipelines are made. */
export interface GitLabIssuerConfig {
  /** The `iss` of its ID tokens, without a slash at the end. */
  url: string;
  host: string;
  apiBaseUrl: string;
  /** Secret. */
  token: string;
  recoveryProject: { id: string; ref: string };
  /** Left out, the defaults. */
  pipelines?: PipelineTimesConfig;
}

/** `safepoint.gitlab.issuers`, completed from `integrations.gitlab` of the same host. */
export function readIssuers(
  root: Config,
  config: Config,
  problems: ConfigProblems,
): GitLabIssuerConfig[] {
  const integrations = problems.attempt(() =>
    readGitLabIntegrationConfigs(
      root.getOptionalConfigArray('integrations.gitlab') ?? [],
    ),
  );
  return problems.attempt(() => {
    const list = config.getOptionalConfigArray('gitlab.issuers') ?? [];
    if (list.length === 0) {
      throw new InputError(
        'safepoint.gitlab.issuers is empty; name the GitLab whose jobs may use the portal.',
      );
    }
    return list.map(item =>
      problems.attempt(() => readIssuer(item, integrations ?? [])),
    );
  });
}

function readIssuer(
  config: Config,
  integrations: ReturnType<typeof readGitLabIntegrationConfigs>,
): GitLabIssuerConfig {
  const url = withoutSlash(config.getString('url'));
  const host = config.getOptionalString('host') ?? new URL(url).host;
  const integration = integrations.find(candidate => candidate.host === host);
  const token = config.getOptionalString('token') ?? integration?.token;
  if (!token) {
    throw new InputError(
      `There is no token for ${host}: set safepoint.gitlab.issuers[].token, or a token in integrations.gitlab for that host.`,
    );
  }
  const apiBaseUrl = withoutSlash(
    config.getOptionalString('apiBaseUrl') ??
      integration?.apiBaseUrl ??
      `${url}/api/v4`,
  );
  if (!apiBaseUrl.endsWith('/api/v4')) {
    throw new InputError(
      `The API base URL of ${host} is ${apiBaseUrl}; it must end with /api/v4.`,
    );
  }
  return {
    url,
    host,
    token,
    apiBaseUrl,
    recoveryProject: {
      id: readNumericId(config, 'recoveryProject.id'),
      ref: config.getOptionalString('recoveryProject.ref') ?? 'main',
    },
    pipelines: readPipelineTimes(config),
  };
}
