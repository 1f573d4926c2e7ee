import { resolve } from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  type PolicySettings,
  readPolicySettings,
} from '@safepoint/backstage-plugin-safepoint-common';

/** `safepoint.policies`; throws with all that is wrong with it. Files are found as the catalog finds them. */
export function readSettings(config: Config): PolicySettings {
  const { settings, problems } = readPolicySettings(
    config.getOptional('safepoint.policies'),
  );
  if (problems.length > 0) {
    throw new InputError(
      `The configuration of policies is not valid:\n${problems
        .map(({ path, message }) => `- ${path}: ${message}`)
        .join('\n')}`,
    );
  }
  return {
    ...settings,
    locations: settings.locations.map(({ type, target }) => ({
      type,
      target: type === 'file' ? resolve(target) : target,
    })),
  };
}
