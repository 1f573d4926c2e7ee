import type { ProjectVariable } from '../state/types';

/** The project variables that a job gets. Of several with one key the most specific scope wins. */
export function selectVariables(
  variables: readonly ProjectVariable[],
  job: { refProtected: boolean; environment?: string },
): ProjectVariable[] {
  const matching = variables
    .filter(variable => !variable.protected || job.refProtected)
    .filter(variable =>
      matchesScope(variable.environmentScope ?? '*', job.environment),
    )
    .sort((a, b) => specificity(a) - specificity(b));
  return [
    ...new Map(matching.map(variable => [variable.key, variable])).values(),
  ];
}

function matchesScope(scope: string, environment: string | undefined): boolean {
  if (scope === '*') return true;
  if (environment === undefined) return false;
  const pattern = scope
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`).test(environment);
}

function specificity(variable: ProjectVariable): number {
  return (variable.environmentScope ?? '*').length;
}
