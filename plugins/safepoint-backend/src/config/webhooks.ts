import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { SectionReader } from './SectionReader';

/** Secret. What a webhook of GitLab proves itself with. */
export type WebhookSecret =
  /** Sent along as it is, in `X-Gitlab-Token`. */
  | { kind: 'token'; value: string }
  /** Signs each delivery and is never sent; GitLab 19 and newer. */
  | { kind: 'signing'; key: Buffer };

export interface WebhooksConfig {
  /** Of all GitLabs, several of each while they are rotated; none: webhooks are not received. */
  secrets: WebhookSecret[];
}

const signingPrefix = 'whsec_';
const shortestToken = 16;
const shortestKeyBytes = 24;

/** `safepoint.gitlab.issuers[].webhookSecret` */
export const readWebhooks: SectionReader<WebhooksConfig> = (
  config,
  problems,
) => {
  const issuers = problems.attempt(
    () => config.getOptionalConfigArray('gitlab.issuers') ?? [],
  );
  return {
    secrets: (issuers ?? []).flatMap(
      issuer =>
        problems.attempt(() => readSecrets(issuer).map(parseSecret)) ?? [],
    ),
  };
};

function readSecrets(issuer: Config): string[] {
  const value = issuer.getOptional('webhookSecret');
  if (value === undefined) return [];
  return Array.isArray(value)
    ? issuer.getStringArray('webhookSecret')
    : [issuer.getString('webhookSecret')];
}

function parseSecret(secret: string): WebhookSecret {
  if (!secret.startsWith(signingPrefix)) {
    if (secret.length < shortestToken) {
      throw new InputError(
        `A safepoint.gitlab.issuers[].webhookSecret is shorter than ${shortestToken} characters. Make one with \`openssl rand -hex 32\`.`,
      );
    }
    return { kind: 'token', value: secret };
  }
  const key = Buffer.from(secret.slice(signingPrefix.length), 'base64');
  if (key.length < shortestKeyBytes) {
    throw new InputError(
      'A safepoint.gitlab.issuers[].webhookSecret that begins with whsec_ is not a signing token of GitLab: copy it whole from the page of the webhook.',
    );
  }
  return { kind: 'signing', key };
}
