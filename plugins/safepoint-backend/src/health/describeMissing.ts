import type { SafepointConfig } from '../config';

/** What the configuration leaves out and the portal does without; nothing that helps an attacker. */
export function describeMissing(
  config: Pick<SafepointConfig, 'webhooks'>,
): string[] {
  return config.webhooks.secrets.length > 0
    ? []
    : [
        "GitLab's webhooks are not received, since there is no safepoint.gitlab.issuers[].webhookSecret: cancelled pipelines and deployments past the gate are learned by asking GitLab every minute.",
      ];
}
