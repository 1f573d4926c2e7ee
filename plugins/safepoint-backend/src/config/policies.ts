import { resolve } from 'node:path';
import {
  type PolicySettings,
  readPolicySettings,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { SectionReader } from './SectionReader';

/** Where policies come from and whom they are for. Files are found as the catalog finds them. */
export const readPolicies: SectionReader<PolicySettings> = (
  config,
  problems,
) => {
  const { settings, problems: found } = readPolicySettings(
    problems.attempt(() => config.getOptional('policies')),
  );
  for (const { path, message } of found) problems.add(`${path} ${message}.`);
  return {
    ...settings,
    locations: settings.locations.map(({ type, target }) => ({
      type,
      target: type === 'file' ? resolve(target) : target,
    })),
  };
};
