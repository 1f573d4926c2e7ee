import { InputError } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  defaultDrillEnvironments,
  type DrillEnvironments,
} from '@safepoint/backstage-plugin-safepoint-common';
import { readProductionEnvironments } from './environments';
import type { SectionReader } from './SectionReader';

const where = 'safepoint.environments.drill';

/** The environments that drills run in, each with the environments that it may read; never production. */
export const readDrillEnvironments: SectionReader<DrillEnvironments> = (
  config,
  problems,
) => {
  // A tree of its own, since GitLab's environments may have names that no key of a configuration has.
  const section =
    problems.attempt(() =>
      config.getOptional<JsonObject>('environments.drill'),
    ) ?? defaultDrillEnvironments;
  const production = readProductionEnvironments(config, problems) ?? [];
  const named = Object.entries(section).map(([name, sources]) => {
    const environment = name.toLocaleLowerCase('en-US');
    problems.attempt(() => requireSegregated(environment, production));
    return [environment, problems.attempt(() => readSources(name, sources))];
  });
  return Object.fromEntries(named);
};

function requireSegregated(environment: string, production: string[]): void {
  if (!production.includes(environment)) return;
  throw new InputError(
    `${where} names ${environment}, which is production: its jobs hold production's credentials. Give drills an environment of their own.`,
  );
}

function readSources(name: string, sources: JsonValue | undefined): string[] {
  const isList =
    Array.isArray(sources) &&
    sources.every(source => typeof source === 'string' && source !== '');
  if (!isList) {
    throw new InputError(
      `${where}.${name} must be a list of environments, or ['*'] for all.`,
    );
  }
  return sources as string[];
}
