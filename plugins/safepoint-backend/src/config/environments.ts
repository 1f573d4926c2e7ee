import type { SectionReader } from './SectionReader';

/** The names that count as production, in lower case. */
export const readProductionEnvironments: SectionReader<string[]> = (
  config,
  problems,
) =>
  problems.attempt(() =>
    (
      config.getOptionalStringArray('environments.production') ?? [
        'production',
        'prod',
      ]
    ).map(name => name.toLocaleLowerCase('en-US')),
  );
