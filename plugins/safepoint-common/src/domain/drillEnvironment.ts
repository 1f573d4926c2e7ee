/**
 * The environments that drills run in, by name in lower case, each with the environments whose recovery
 * points it may read; `*` for all. It narrows what a binding entitles to and widens nothing.
 *
 * @public
 */
export type DrillEnvironments = Record<string, string[]>;

/** What holds where the configuration says nothing. @public */
export const defaultDrillEnvironments: DrillEnvironments = { drill: ['*'] };

/** Whether a job in that environment may drill, and the recovery points of which. @public */
export type DrillEnvironmentVerdict =
  | { allowed: true }
  | {
      allowed: false;
      code: 'environment-not-for-drills' | 'drill-source';
      detail: string;
    };

/**
 * A drill runs in an environment of its own, so that its job never sees the credentials of the environment
 * whose data it restores.
 *
 * @public
 */
export function judgeDrillEnvironment(
  rules: DrillEnvironments,
  job: { environment: string; source: string },
): DrillEnvironmentVerdict {
  const { environment, source } = job;
  const sources = sourcesOf(rules, environment);
  if (!sources) {
    return {
      allowed: false,
      code: 'environment-not-for-drills',
      detail: `${environment} is no environment for drills; safepoint.environments.drill names ${
        Object.keys(rules).join(', ') || 'none'
      }`,
    };
  }
  return mayRead(sources, source)
    ? { allowed: true }
    : {
        allowed: false,
        code: 'drill-source',
        detail: `${environment} may read recovery points of ${
          sources.join(', ') || 'no environment'
        }, not of ${source}`,
      };
}

/** @public */
export type DrillEnvironmentChoice =
  | { outcome: 'chosen'; environment: string }
  | { outcome: 'none'; problem: string };

/**
 * Where the portal lets a drill run: where the policy says, or else in the first environment that may read
 * the source.
 *
 * @public
 */
export function chooseDrillEnvironment(
  rules: DrillEnvironments,
  wish: { source: string; byPolicy?: string },
): DrillEnvironmentChoice {
  const { source, byPolicy } = wish;
  if (byPolicy !== undefined) {
    const verdict = judgeDrillEnvironment(rules, {
      environment: byPolicy,
      source,
    });
    return verdict.allowed
      ? { outcome: 'chosen', environment: byPolicy }
      : {
          outcome: 'none',
          problem: `The policy's drill environment does not do: ${verdict.detail}.`,
        };
  }
  const environment = Object.keys(rules).find(name =>
    mayRead(rules[name], source),
  );
  return environment === undefined
    ? {
        outcome: 'none',
        problem: `No environment may drill recovery points of ${source}. Name one in safepoint.environments.drill.`,
      }
    : { outcome: 'chosen', environment };
}

function sourcesOf(
  rules: DrillEnvironments,
  environment: string,
): string[] | undefined {
  const name = fold(environment);
  return Object.hasOwn(rules, name) ? rules[name] : undefined;
}

function mayRead(sources: string[], source: string): boolean {
  return sources.some(name => name === '*' || fold(name) === fold(source));
}

function fold(name: string): string {
  return name.toLocaleLowerCase('en-US');
}
