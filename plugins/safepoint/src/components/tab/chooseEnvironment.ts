import type {
  EntityRecoveryView,
  EnvironmentRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';

/** The environment that the address names, else production, else the first; none if there is none. */
export function chooseEnvironment(
  recovery: EntityRecoveryView,
  wanted: string | undefined,
): EnvironmentRecoveryView | undefined {
  const { environments } = recovery;
  return (
    environments.find(({ environment }) => environment === wanted) ??
    environments.find(({ production }) => production) ??
    environments[0]
  );
}
