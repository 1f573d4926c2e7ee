import type { PipelineFactory } from '../ci/PipelineFactory';
import type { PipelineRunner } from '../ci/PipelineRunner';
import type { JobLogs } from '../ci/JobLogs';
import type { GitLabState } from '../state/GitLabState';
import type { SigningKeys } from '../tokens/SigningKeys';
import type { Access } from './Access';

/** What the routes work with. */
export interface ServerContext {
  state: GitLabState;
  access: Access;
  factory: PipelineFactory;
  runner: PipelineRunner;
  logs: JobLogs;
  keys: SigningKeys;
  serverUrl: () => string;
}
