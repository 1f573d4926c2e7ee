/** Asks GitLab about the job behind a token; a token outlives its job. */
export interface JobLookup {
  /** `unknown`: GitLab could not be asked. Whoever guards something that matters refuses then. */
  isRunning(
    issuer: string,
    projectId: string,
    jobId: string,
  ): Promise<'running' | 'not-running' | 'unknown'>;
}
