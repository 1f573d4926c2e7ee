export type { GitLabIssuerConfig } from './issuers';
export type { PipelineTimesConfig } from './pipelineTimes';
export { readSafepointConfig } from './readSafepointConfig';
export type { SafepointConfig } from './SafepointConfig';
