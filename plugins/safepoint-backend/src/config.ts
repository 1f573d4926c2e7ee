import type { Config } from '@backstage/config';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readGitLabIntegrationConfigs } from '@backstage/integration';
import { durationToMilliseconds } from '@backstage/types';
import {
  type ApprovalFloors,
  type Objectives,
  type VerificationLevel,
  verificationLevels,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { StorageFactory } from '@safepoint/backstage-plugin-safepoint-node';
import type { JWK } from 'jose';
import { bindableOperations, type BindableOperation } from './bindings/Binding';
import { ConfigProblems } from './ConfigProblems';

/** One GitLab: whose jobs are believed, and where its pipelines are made. */
export interface GitLabIssuerConfig {
  /** The `iss` of its ID tokens, without a slash at the end. */
  url: string;
  host: string;
  apiBaseUrl: string;
  /** Secret. */
  token: string;
  recoveryProject: { id: string; ref: string };
}

/** Bindings of projects in this namespace need nobody to confirm them. */
export interface BindingRule {
  namespaceId: string;
  issuer: string;
  environments: string[];
  operations: BindableOperation[];
}

export interface SafepointConfig {
  audience: string;
  /** For links to the portal's pages. */
  appBaseUrl: string;
  storage: { type: string; config: Config };
  signing: { privateKeyFile: string; previousPublicKeys: JWK[] };
  encryption: { backendIdentityFile: string; escrowRecipients: string[] };
  issuers: GitLabIssuerConfig[];
  bindingRules: BindingRule[];
  /** In lower case. */
  productionEnvironments: string[];
  objectives: Objectives;
  receiptValidForSeconds: number;
  approvalFloors: ApprovalFloors;
  lease: { durationSeconds: number; heartbeatIntervalSeconds: number };
  rateLimits: { agentPerMinute: number; storagePerMinute: number };
}

/**
 * Reads all of `safepoint` in app-config. Throws one error that lists every problem; nothing is
 * replaced by a default because it could not be read.
 */
export function readSafepointConfig(
  root: Config,
  storages: Map<string, StorageFactory>,
): SafepointConfig {
  const problems = new ConfigProblems();
  const config = root.getOptionalConfig('safepoint');
  if (!config) {
    throw new InputError(
      'There is no `safepoint` in app-config; see the README of @safepoint/backstage-plugin-safepoint-backend for the smallest one.',
    );
  }
  const read = <T>(reader: () => T): T => problems.attempt(reader);
  const result: SafepointConfig = {
    audience: read(
      () =>
        config.getOptionalString('audience') ??
        root.getString('backend.baseUrl'),
    ),
    appBaseUrl: read(() => withoutSlash(root.getString('app.baseUrl'))),
    storage: readStorage(config, storages, problems),
    signing: {
      privateKeyFile: read(() => config.getString('signing.privateKeyFile')),
      previousPublicKeys: read(() => readPreviousKeys(config)),
    },
    encryption: readEncryption(config, problems),
    ...readGitLab(root, config, problems),
    productionEnvironments: read(() =>
      (
        config.getOptionalStringArray('environments.production') ?? [
          'production',
          'prod',
        ]
      ).map(name => name.toLocaleLowerCase('en-US')),
    ),
    objectives: readObjectives(config, problems),
    receiptValidForSeconds: read(() =>
      readSeconds(config, 'gate.receiptValidFor', 3_600),
    ),
    approvalFloors: {
      production: read(() =>
        readCount(config, 'restores.production.approvals', 1, 1),
      ),
      otherwise: read(() => readCount(config, 'restores.*.approvals', 0, 0)),
    },
    lease: readLease(config, problems),
    rateLimits: {
      agentPerMinute: read(() =>
        readCount(config, 'rateLimits.agentPerMinute', 600, 1),
      ),
      storagePerMinute: read(() =>
        readCount(config, 'rateLimits.storagePerMinute', 6_000, 1),
      ),
    },
  };
  problems.throwIfAny();
  return result;
}

function readStorage(
  config: Config,
  storages: Map<string, StorageFactory>,
  problems: ConfigProblems,
): SafepointConfig['storage'] {
  return problems.attempt(() => {
    const storage = config.getConfig('storage');
    const type = storage.getString('type');
    const factory = storages.get(type);
    if (!factory) {
      throw new InputError(
        `safepoint.storage.type is '${type}'; it must be one of ${[
          ...storages.keys(),
        ].join(', ')}.`,
      );
    }
    factory.findProblems(storage).forEach(problem => problems.add(problem));
    return { type, config: storage };
  });
}

function readPreviousKeys(config: Config): JWK[] {
  const keys =
    config.getOptionalStringArray('signing.previousPublicKeys') ?? [];
  return keys.map((key, index) => {
    const name = `safepoint.signing.previousPublicKeys[${index}]`;
    let jwk: JWK;
    try {
      jwk = JSON.parse(key);
    } catch {
      throw new InputError(`${name} is no JSON; give a public JWK.`);
    }
    if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || !jwk.x) {
      throw new InputError(`${name} is no public Ed25519 JWK.`);
    }
    if (jwk.d) {
      throw new InputError(`${name} is a private key; give its public half.`);
    }
    return jwk;
  });
}

function readEncryption(
  config: Config,
  problems: ConfigProblems,
): SafepointConfig['encryption'] {
  const escrowRecipients = problems.attempt(() => {
    const recipients =
      config.getOptionalStringArray('encryption.escrowRecipients') ?? [];
    if (recipients.length === 0) {
      throw new InputError(
        'safepoint.encryption.escrowRecipients is empty: without an escrow key nobody could restore without the portal. Run `safepoint keys init`, keep its identity file offline and put its recipient here.',
      );
    }
    const bad = recipients.filter(
      recipient => !/^age1[02-9ac-hj-np-z]{58,}$/.test(recipient),
    );
    if (bad.length > 0) {
      throw new InputError(
        `safepoint.encryption.escrowRecipients holds what is no age recipient (age1…): entry ${bad
          .map(recipient => recipients.indexOf(recipient) + 1)
          .join(', ')}.`,
      );
    }
    return recipients;
  });
  const backendIdentityFile = problems.attempt(() =>
    config.getString('encryption.backendIdentityFile'),
  );
  return { backendIdentityFile, escrowRecipients };
}

function readGitLab(
  root: Config,
  config: Config,
  problems: ConfigProblems,
): Pick<SafepointConfig, 'issuers' | 'bindingRules'> {
  const integrations = problems.attempt(() =>
    readGitLabIntegrationConfigs(
      root.getOptionalConfigArray('integrations.gitlab') ?? [],
    ),
  );
  const issuers = problems.attempt(() => {
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
  const urls = (issuers ?? []).flatMap(issuer => issuer?.url ?? []);
  const rules = problems.attempt(
    () => config.getOptionalConfigArray('gitlab.bindings.rules') ?? [],
  );
  return {
    issuers,
    bindingRules: (rules ?? []).map(rule =>
      problems.attempt(() => readBindingRule(rule, urls)),
    ),
  };
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
  };
}

function readBindingRule(config: Config, issuers: string[]): BindingRule {
  const named = config.getOptionalString('issuer');
  const issuer = named
    ? withoutSlash(named)
    : issuers.length === 1 && issuers[0];
  if (!issuer || !issuers.includes(issuer)) {
    throw new InputError(
      `A rule of safepoint.gitlab.bindings.rules must name one of the issuers ${issuers.join(
        ', ',
      )}.`,
    );
  }
  const operations = config.getStringArray('operations');
  const unknown = operations.filter(
    operation => !bindableOperations.includes(operation as BindableOperation),
  );
  if (unknown.length > 0) {
    throw new InputError(
      `safepoint.gitlab.bindings.rules knows no operation ${unknown.join(
        ', ',
      )}; it must be of ${bindableOperations.join(', ')}.`,
    );
  }
  return {
    namespaceId: readNumericId(config, 'namespaceId'),
    issuer,
    environments: config.getStringArray('environments'),
    // Every one of them was found in the list above.
    operations: operations as BindableOperation[],
  };
}

function readObjectives(config: Config, problems: ConfigProblems): Objectives {
  return {
    rpoSeconds: problems.attempt(() =>
      readSeconds(config, 'objectives.rpo', 86_400),
    ),
    rtoSeconds: problems.attempt(() =>
      readSeconds(config, 'objectives.rto', 3_600),
    ),
    verifiedWithinSeconds: problems.attempt(() =>
      readSeconds(config, 'objectives.verifiedWithin', 7 * 86_400),
    ),
    verificationLevel: problems.attempt(() => {
      const level =
        config.getOptionalString('objectives.verificationLevel') ?? 'L3';
      if (!verificationLevels.includes(level as VerificationLevel)) {
        throw new InputError(
          `safepoint.objectives.verificationLevel is '${level}'; it must be one of ${verificationLevels.join(
            ', ',
          )}.`,
        );
      }
      return level as VerificationLevel;
    }),
  };
}

function readLease(
  config: Config,
  problems: ConfigProblems,
): SafepointConfig['lease'] {
  const durationSeconds = problems.attempt(() =>
    readSeconds(config, 'lease.duration', 300),
  );
  const heartbeatIntervalSeconds = problems.attempt(() =>
    readSeconds(config, 'lease.heartbeatInterval', 30),
  );
  if (heartbeatIntervalSeconds * 2 > durationSeconds) {
    problems.add(
      'safepoint.lease.heartbeatInterval must be at most half of safepoint.lease.duration, or one lost heartbeat loses the run.',
    );
  }
  return { durationSeconds, heartbeatIntervalSeconds };
}

function readSeconds(config: Config, key: string, fallback: number): number {
  if (!config.has(key)) return fallback;
  const seconds =
    durationToMilliseconds(readDurationFromConfig(config, { key })) / 1_000;
  if (!(seconds > 0)) {
    throw new InputError(`safepoint.${key} must be longer than nothing.`);
  }
  return seconds;
}

function readCount(
  config: Config,
  key: string,
  fallback: number,
  minimum: number,
): number {
  const count = readNested(config, key) ?? fallback;
  if (!Number.isInteger(count) || count < minimum) {
    throw new InputError(
      `safepoint.${key} must be a whole number of at least ${minimum}.`,
    );
  }
  return count;
}

/** `getOptionalNumber('a.*.b')` refuses the key; names like `*` are looked up one by one. */
function readNested(config: Config, key: string): number | undefined {
  const value = key
    .split('.')
    .reduce<unknown>(
      (at, name) => (at as Record<string, unknown> | undefined)?.[name],
      config.get(),
    );
  return value === undefined ? undefined : Number(value);
}

/** GitLab's ids are numbers, and strings in its tokens; in YAML they may be either. */
function readNumericId(config: Config, key: string): string {
  const id = String(config.get(key));
  if (!/^[0-9]+$/.test(id)) {
    throw new InputError(
      `${key} is '${id}'; give GitLab's numeric id, a path can be taken over.`,
    );
  }
  return id;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
