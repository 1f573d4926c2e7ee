import { type Config, ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  breakGlassRules,
  defaultGatePolicy,
  gateModes,
  type GatePolicies,
  type GatePolicy,
  resolveGatePolicy,
  unchangedRules,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { ConfigProblems } from './ConfigProblems';
import type { SectionReader } from './SectionReader';
import { readOneOf } from './values/readOneOf';
import { readSeconds } from './values/readSeconds';

type Problems = Pick<ConfigProblems, 'attempt'>;

const durations = [
  ['reuseWithin', 'reuseWithinSeconds'],
  ['receiptValidFor', 'receiptValidForSeconds'],
  ['maxPointAge', 'maxPointAgeSeconds'],
] as const;

const words = [
  'mode',
  'breakGlass',
  'whenUnchanged',
  'onFailure',
  ...durations.map(([word]) => word),
];

/** The rules of every gate. What is left unsaid is decided where a policy is resolved. */
export const readGate: SectionReader<GatePolicies> = (config, problems) => {
  const named = Object.entries(
    config.getOptional<JsonObject>('gate.environments') ?? {},
  );
  const policies: GatePolicies = {
    base: readPolicy(config, 'gate.', problems),
    environments: Object.fromEntries(
      named.map(([name, section]) => [
        name.toLocaleLowerCase('en-US'),
        readEnvironment(name, section as JsonObject, problems),
      ]),
    ),
  };
  for (const name of ['any', ...named.map(([key]) => key)]) {
    problems.attempt(() => checkAges(policies, name));
  }
  return policies;
};

/** A reader of its own, since GitLab's environments may have names that no key of a configuration has. */
function readEnvironment(
  name: string,
  section: JsonObject,
  problems: ConfigProblems,
): Partial<GatePolicy> {
  const where = `safepoint.gate.environments.${name}`;
  const unknown = Object.keys(section).filter(word => !words.includes(word));
  if (unknown.length > 0) {
    problems.add(
      `${where} knows no ${unknown.join(', ')}; it knows ${words.join(', ')}.`,
    );
  }
  return readPolicy(new ConfigReader(section), '', {
    attempt: reader =>
      problems.attempt(() => {
        try {
          return reader();
        } catch (error) {
          const { message } = error as Error;
          throw new InputError(
            `${where}: ${message.replaceAll('safepoint.', '')}`,
          );
        }
      }),
  });
}

function readPolicy(
  config: Config,
  prefix: string,
  problems: Problems,
): Partial<GatePolicy> {
  const policy: Partial<GatePolicy> = {};
  if (config.has(`${prefix}mode`)) {
    policy.mode = problems.attempt(() =>
      readOneOf(config, `${prefix}mode`, defaultGatePolicy.mode, gateModes),
    );
  }
  if (config.has(`${prefix}breakGlass`)) {
    policy.breakGlass = problems.attempt(() =>
      readOneOf(config, `${prefix}breakGlass`, 'forbidden', breakGlassRules),
    );
  }
  if (config.has(`${prefix}whenUnchanged`)) {
    policy.whenUnchanged = problems.attempt(() =>
      readOneOf(config, `${prefix}whenUnchanged`, 'save', unchangedRules),
    );
  }
  for (const [word, property] of durations) {
    if (config.has(`${prefix}${word}`)) {
      policy[property] = problems.attempt(() =>
        readSeconds(config, `${prefix}${word}`, 1),
      );
    }
  }
  return policy;
}

/** A point that is used again would be too old as soon as its job starts. */
function checkAges(policies: GatePolicies, name: string): void {
  const { mode, reuseWithinSeconds, maxPointAgeSeconds } = resolveGatePolicy(
    policies,
    { name, production: false },
  );
  if (mode === 'reuse' && reuseWithinSeconds >= maxPointAgeSeconds) {
    throw new InputError(
      `safepoint.gate: reuseWithin must be shorter than maxPointAge (or than receiptValidFor, where that is not set) for ${name} environment, or the deploy job refuses what the gate used again.`,
    );
  }
}
