/** Pages of GitLab for people; the path is what GitLab called the project when the job ran. */
export function pipelineUrl(job: {
  issuer: string;
  projectPath: string;
  pipelineId: string;
}): string {
  return `${job.issuer}/${job.projectPath}/-/pipelines/${job.pipelineId}`;
}

export function jobUrl(job: {
  issuer: string;
  projectPath: string;
  jobId: string;
}): string {
  return `${job.issuer}/${job.projectPath}/-/jobs/${job.jobId}`;
}
