import type { JobDefinition, RenderedPipeline } from './definitions';
import { asRecord } from './parseJobs';

/** Decided by the local GitLab already, or meaningless to gitlab-ci-local's shell. */
const droppedFromEveryJob = [
  'when',
  'allow_failure',
  'services',
  'id_tokens',
  'image',
  'retry',
  'timeout',
  'resource_group',
  'interruptible',
  'release',
  'tags',
  'cache',
];
/** Of the other jobs only what they hand over matters. */
const droppedFromOthers = [
  'rules',
  'needs',
  'dependencies',
  'environment',
  'variables',
];

/**
 * The configuration for one run of gitlab-ci-local: the job that is to run, and the other jobs of the pipeline as
 * producers of its artifacts. The job's own `when` and `needs` are decided already; its rules stay for their variables.
 */
export function formatJobFile(
  pipeline: RenderedPipeline,
  target: JobDefinition,
): string {
  const present = new Map(pipeline.jobs.map(job => [job.baseName, job]));
  const jobs = [...present.values()].map(job => [
    job.baseName,
    job.baseName === target.baseName
      ? formatTarget(pipeline, target, present)
      : omit(asRecord(pipeline.configuration[job.baseName]), [
          ...droppedFromEveryJob,
          ...droppedFromOthers,
        ]),
  ]);
  const { variables } = pipeline.configuration;
  return JSON.stringify({
    stages: pipeline.stages,
    ...(variables ? { variables } : {}),
    ...Object.fromEntries(jobs),
  });
}

function formatTarget(
  pipeline: RenderedPipeline,
  target: JobDefinition,
  present: ReadonlyMap<string, JobDefinition>,
): Record<string, unknown> {
  const source = asRecord(pipeline.configuration[target.baseName]);
  const job = omit(source, droppedFromEveryJob);
  if (target.needs)
    job.needs = target.needs.filter(need => present.has(need.job));
  if (Array.isArray(source.rules)) job.rules = source.rules.map(formatRule);
  return job;
}

/** A rule that lets the job run lets it run now; a rule that forbids it keeps later ones from matching. */
function formatRule(rule: unknown): Record<string, unknown> {
  const source = asRecord(rule);
  const kept = omit(source, ['when', 'allow_failure', 'needs']);
  return source.when === 'never' ? { ...kept, when: 'never' } : kept;
}

function omit(
  source: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(source).filter(([name]) => !names.includes(name)),
  );
}
