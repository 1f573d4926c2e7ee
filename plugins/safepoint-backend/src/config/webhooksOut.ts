import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  domainEventTypes,
  serviceDeployedType,
  wantsEvent,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { ConfigProblems } from './ConfigProblems';
import type { SectionReader } from './SectionReader';
import { readOneOf } from './values/readOneOf';
import { readSeconds } from './values/readSeconds';
import { parseAddressRange } from './values/parseAddressRange';

/** Where events are sent to. */
export interface WebhookEndpoint {
  id: string;
  /** Secret: many platforms know their callers by nothing else than the path. */
  url: string;
  types: string[];
  environments?: string[];
  entities?: string[];
  /** Secret. In the form of Standard Webhooks; several while they are rotated: each of them signs. */
  secrets: string[];
  contentType: 'application/cloudevents+json' | 'application/json';
}

export interface WebhooksOutConfig {
  endpoints: WebhookEndpoint[];
  /** Private ranges that may be called after all, as `10.1.0.0/16`. */
  allowPrivateAddresses: string[];
  timeoutSeconds: number;
  /** What is not delivered for that long is a dead letter. */
  deadlineSeconds: number;
}

const idPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
const secretPrefix = 'whsec_';
const shortestKeyBytes = 24;
const longestKeyBytes = 64;
const knownTypes = [...domainEventTypes, serviceDeployedType];

export const readWebhooksOut: SectionReader<WebhooksOutConfig> = (
  config,
  problems,
) => {
  const endpoints =
    problems.attempt(() =>
      config.getOptionalConfigArray('webhooksOut.endpoints'),
    ) ?? [];
  const read = endpoints.map(endpoint => readEndpoint(endpoint, problems));
  const ids = read.map(({ id }) => id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) {
    problems.add(
      `safepoint.webhooksOut.endpoints has '${id}' more than once; deliveries are told apart by it.`,
    );
  }
  return {
    endpoints: read,
    allowPrivateAddresses: readRanges(config, problems),
    timeoutSeconds: problems.attempt(() =>
      readSeconds(config, 'webhooksOut.timeout', 10),
    ),
    deadlineSeconds: problems.attempt(() =>
      readSeconds(config, 'webhooksOut.deadline', 3 * 24 * 3_600),
    ),
  };
};

function readEndpoint(
  config: Config,
  problems: ConfigProblems,
): WebhookEndpoint {
  const id = problems.attempt(() => readId(config));
  const name = `safepoint.webhooksOut.endpoints[${id ?? '?'}]`;
  const names = (key: string) =>
    problems.attempt(() => config.getOptionalStringArray(key));
  const contentType = problems.attempt(() =>
    readOneOf(config, 'contentType', 'cloudevents', ['cloudevents', 'json']),
  );
  return {
    id,
    url: problems.attempt(() => readUrl(config, name)),
    types: problems.attempt(() => readTypes(config, name)),
    environments: names('environments'),
    entities: names('entities')?.map(ref => ref.toLowerCase()),
    secrets: problems.attempt(() => readSecrets(config, name)),
    contentType:
      contentType === 'json'
        ? 'application/json'
        : 'application/cloudevents+json',
  };
}

function readId(config: Config): string {
  const id = config.getString('id');
  if (!idPattern.test(id)) {
    throw new InputError(
      `A safepoint.webhooksOut.endpoints[].id is '${id}'; use up to 63 of a-z, 0-9 and -.`,
    );
  }
  return id;
}

/** Its path may be a secret, so none of these says more of it than what is wrong. */
function readUrl(config: Config, name: string): string {
  const given = config.getString('url');
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol)) {
    throw new InputError(`${name}.url is not an https address.`);
  }
  if (url.username || url.password) {
    throw new InputError(
      `${name}.url carries a user or password; deliveries are signed instead.`,
    );
  }
  if (url.protocol === 'http:' && !config.getOptionalBoolean('allowHttp')) {
    throw new InputError(
      `${name}.url is not https, so that everybody on the way reads what is sent. Set allowHttp: true if that is meant.`,
    );
  }
  return url.href;
}

function readTypes(config: Config, name: string): string[] {
  const types = config.getOptionalStringArray('types') ?? ['dev.safepoint.*'];
  const place = { environment: '', entityRef: '' };
  for (const type of types) {
    const known = knownTypes.some(one =>
      wantsEvent({ types: [type] }, { type: one, ...place }),
    );
    if (!known) {
      throw new InputError(
        `${name}.types has '${type}', which no event is of. Those that there are stand in docs/webhooks.md.`,
      );
    }
  }
  return types;
}

function readSecrets(config: Config, name: string): string[] {
  const secrets = config.getOptionalStringArray('secrets') ?? [];
  if (secrets.length === 0) {
    throw new InputError(
      `${name}.secrets is missing: without a signature nobody can tell who sends. Make one with \`echo "whsec_$(openssl rand -base64 32)"\`.`,
    );
  }
  for (const secret of secrets) {
    const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
    if (
      !secret.startsWith(secretPrefix) ||
      key.length < shortestKeyBytes ||
      key.length > longestKeyBytes
    ) {
      throw new InputError(
        `A secret of ${name} is not whsec_ and ${shortestKeyBytes} to ${longestKeyBytes} bytes in base64. Make one with \`echo "whsec_$(openssl rand -base64 32)"\`.`,
      );
    }
  }
  return secrets;
}

function readRanges(config: Config, problems: ConfigProblems): string[] {
  const key = 'webhooksOut.allowPrivateAddresses';
  const ranges =
    problems.attempt(() => config.getOptionalStringArray(key)) ?? [];
  for (const range of ranges) {
    if (!parseAddressRange(range)) {
      problems.add(
        `safepoint.${key} has '${range}'; write a range as 10.1.0.0/16 or fd00::/8.`,
      );
    }
  }
  return ranges;
}
