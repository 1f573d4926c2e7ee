/**
 * Seconds that the job waited for its runner, from GitLab's own variables. Undefined where it does not
 * say, or says nonsense because two clocks are involved.
 */
export function measureQueue(variables: NodeJS.ProcessEnv): number | undefined {
  const created = Date.parse(variables.CI_PIPELINE_CREATED_AT ?? '');
  const started = Date.parse(variables.CI_JOB_STARTED_AT ?? '');
  const seconds = (started - created) / 1000;
  return seconds >= 0 && seconds < 7 * 86_400 ? seconds : undefined;
}
