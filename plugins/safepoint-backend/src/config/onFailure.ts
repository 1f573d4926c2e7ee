import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  failurePolicies,
  type FailurePolicies,
  type FailurePolicy,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { SectionReader } from './SectionReader';
import { readOneOf } from './values/readOneOf';

/** What the portal does by itself when a deployment has failed, for all and by environment. */
export const readOnFailure: SectionReader<FailurePolicies> = (
  config,
  problems,
) => {
  const named = Object.entries(
    config.getOptional<JsonObject>('gate.environments') ?? {},
  ).filter(([, section]) => Object.hasOwn(Object(section), 'onFailure'));
  return {
    base: problems.attempt(() =>
      readOneOf(config, 'gate.onFailure', 'report', failurePolicies),
    ),
    environments: Object.fromEntries(
      named.map(([name, section]) => [
        name.toLocaleLowerCase('en-US'),
        problems.attempt(() => readEnvironment(name, section as JsonObject)),
      ]),
    ),
  };
};

/** A reader of its own, since GitLab's environments may have names that no key of a configuration has. */
function readEnvironment(name: string, section: JsonObject): FailurePolicy {
  try {
    return readOneOf(
      new ConfigReader(section),
      'onFailure',
      'report',
      failurePolicies,
    );
  } catch (error) {
    const { message } = error as Error;
    throw new InputError(
      `safepoint.gate.environments.${name}: ${message.replaceAll(
        'safepoint.',
        '',
      )}`,
    );
  }
}
