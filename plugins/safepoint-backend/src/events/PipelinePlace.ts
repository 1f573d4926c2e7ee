/** What is looked at as one: the deployments of a pipeline into an environment. */
export interface PipelinePlace {
  issuer: string;
  projectId: string;
  pipelineId: string;
  environment: string;
}
