import { ConfigurationError } from './definitions';
import type { JobDefinition } from './definitions';
import { asRecord } from './parseJobs';

/**
 * Refuses a pipeline in which a job needs one that rules left out, as GitLab does and gitlab-ci-local does not:
 * the job would run without what it waits for. Names every such job.
 */
export function checkNeeds(
  jobs: readonly JobDefinition[],
  configuration: Readonly<Record<string, unknown>>,
): void {
  const present = new Set(jobs.map(job => job.baseName));
  const problems = jobs.flatMap(job => [
    ...(job.needs ?? [])
      .filter(need => !need.optional && !present.has(need.job))
      .map(
        need =>
          `'${job.name}' job needs '${need.job}' job, but '${need.job}' does not exist in the pipeline. This might be because of the only, except, or rules keywords. To need a job that sometimes does not exist in the pipeline, use needs:optional.`,
      ),
    ...listDependencies(configuration[job.baseName])
      .filter(dependency => !present.has(dependency))
      .map(
        dependency => `${job.name} job: undefined dependency: ${dependency}`,
      ),
  ]);
  if (problems.length > 0) throw new ConfigurationError(problems.join('\n'));
}

function listDependencies(job: unknown): string[] {
  const { dependencies } = asRecord(job);
  return Array.isArray(dependencies) ? dependencies.map(String) : [];
}
