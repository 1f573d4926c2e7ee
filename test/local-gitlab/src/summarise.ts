import type { Job, Pipeline } from './state/types';

/** A pipeline as tests look at it. */
export interface PipelineSummary {
  id: number;
  status: Pipeline['status'];
  name?: string;
  source: Pipeline['source'];
  sha: string;
  yamlErrors?: string;
  /** In the order of their creation; what a retry replaced is left out. */
  jobs: JobSummary[];
}

/** A job as tests look at it. */
export interface JobSummary {
  id: number;
  name: string;
  stage: string;
  status: Job['status'];
  environment?: string;
  durationSeconds?: number;
  /** The script's own; undefined when it did not end by itself. */
  exitCode?: number;
  failureReason?: string;
}

/** What there is to say of a pipeline now. */
export function summarise(pipeline: Pipeline): PipelineSummary {
  const { id, status, name, source, sha, yamlErrors, jobs } = pipeline;
  const current = jobs.filter(job => !job.retried).map(summariseJob);
  return { id, status, name, source, sha, yamlErrors, jobs: current };
}

function summariseJob(job: Job): JobSummary {
  const {
    id,
    definition,
    status,
    exitCode,
    failureReason,
    startedAt,
    finishedAt,
  } = job;
  return {
    id,
    name: definition.name,
    stage: definition.stage,
    status,
    environment: definition.environment?.name,
    durationSeconds:
      startedAt && finishedAt
        ? (finishedAt.getTime() - startedAt.getTime()) / 1000
        : undefined,
    exitCode,
    failureReason,
  };
}
