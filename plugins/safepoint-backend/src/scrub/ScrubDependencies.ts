import type { AgentDependencies } from '../agent/AgentDependencies';
import type { ScrubConfig } from '../config/scrub';

/** What the scrub is made from. */
export interface ScrubDependencies
  extends Pick<
    AgentDependencies,
    | 'knex'
    | 'storage'
    | 'records'
    | 'signingKeys'
    | 'instances'
    | 'problems'
    | 'logger'
    | 'auditor'
    | 'now'
  > {
  config: { appBaseUrl: string; scrub: ScrubConfig };
}
