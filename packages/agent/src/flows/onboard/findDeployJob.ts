/** A deploy job, and what of it decides how it is guarded. */
export interface DeployJob {
  name: string;
  /** It has `needs` of its own, so that the order of stages does not hold it back. */
  ownNeeds: boolean;
  /** GitLab lets it fail, so that its failure would count as a success. */
  mayFail: boolean;
}

type Job = Record<string, unknown>;

/**
 * The job that deploys to the environment. Jobs that come from an include are not seen: `wanted` names one.
 */
export function findDeployJob(
  configuration: Readonly<Record<string, unknown>>,
  environment: string,
  wanted: string | undefined,
): DeployJob | { problems: string[] } {
  const jobs = Object.entries(configuration).filter(isJob);
  if (wanted) {
    const found = jobs.find(([name]) => name === wanted);
    return describeJob(wanted, found?.[1] ?? {});
  }
  const deploying = jobs.filter(([, job]) => deploysTo(job, environment));
  if (deploying.length === 1) return describeJob(...deploying[0]);
  const names = deploying.map(([name]) => name).join(', ');
  return {
    problems: [
      deploying.length === 0
        ? `.gitlab-ci.yml: no job deploys to the environment ${environment}. Give the deploy job 'environment: ${environment}', or name it by --deploy-job.`
        : `.gitlab-ci.yml: several jobs deploy to ${environment}: ${names}. Say which by --deploy-job.`,
    ],
  };
}

const globals = ['default', 'include', 'stages', 'variables', 'workflow'];

function isJob(entry: [string, unknown]): entry is [string, Job] {
  const [name, job] = entry;
  return (
    !globals.includes(name) &&
    !name.startsWith('.') &&
    typeof job === 'object' &&
    job !== null &&
    !Array.isArray(job)
  );
}

function deploysTo({ environment }: Job, wanted: string): boolean {
  if (typeof environment === 'string') return environment === wanted;
  if (typeof environment !== 'object' || environment === null) return false;
  const { name, action } = environment as { name?: string; action?: string };
  return name === wanted && (action === undefined || action === 'start');
}

function describeJob(name: string, job: Job): DeployJob {
  return {
    name,
    ownNeeds: job.needs !== undefined,
    mayFail:
      job.allow_failure === true ||
      (job.when === 'manual' && job.allow_failure === undefined),
  };
}
