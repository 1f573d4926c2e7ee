export type { GitLabIssuerConfig } from './issuers';
export { readSafepointConfig } from './readSafepointConfig';
export type { SafepointConfig } from './SafepointConfig';
