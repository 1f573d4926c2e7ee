import type { AgentDependencies } from '../agent/AgentDependencies';
import type { DirectConfig } from '../config/direct';
import type { JobHistory } from './JobHistory';

/** What direct mode is made from. */
export interface DirectDependencies extends AgentDependencies {
  direct: DirectConfig;
  history: JobHistory;
}

/** No other part of the portal accepts a token of this audience. */
export function proofAudienceOf(audience: string): string {
  return `${audience}/direct`;
}
