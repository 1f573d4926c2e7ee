/** What GitLab tells of a job, also long after it ended. */
export interface RecordedJob {
  pipelineId: string;
  ref: string;
  commit: string;
  startedAt?: Date;
  finishedAt?: Date;
}

/** Asks GitLab about jobs of the past. */
export interface JobHistory {
  /** Undefined: GitLab could not be asked. `missing`: there is no such job in that project. */
  find(
    issuer: string,
    projectId: string,
    jobId: string,
  ): Promise<RecordedJob | 'missing' | undefined>;
}

/** Clocks of GitLab, runner and storage need not agree to the second. */
const toleratedMs = 5 * 60 * 1000;

/** Whether that job, in that pipeline and of that commit, was running at the moment. Pure. */
export function judgeJobAt(
  job: RecordedJob | 'missing' | undefined,
  expected: Pick<RecordedJob, 'pipelineId' | 'ref' | 'commit'>,
  moment: Date,
): 'was-running' | 'was-not' | 'unknown' {
  if (job === undefined) return 'unknown';
  if (job === 'missing' || !job.startedAt) return 'was-not';
  const same =
    job.pipelineId === expected.pipelineId &&
    job.ref === expected.ref &&
    job.commit === expected.commit;
  const begun = job.startedAt.getTime() - toleratedMs <= moment.getTime();
  const over =
    job.finishedAt !== undefined &&
    job.finishedAt.getTime() + toleratedMs < moment.getTime();
  return same && begun && !over ? 'was-running' : 'was-not';
}
