import type { RefType } from './ci/refVariables';
import type { PipelineSource, ProjectVariable } from './state/types';
import type { SigningOptions } from './tokens/SigningKeys';

/** How a server is started. */
export interface StartOptions {
  /** Default: a free one. */
  port?: number;
  /** Folder for repositories, workspaces and logs. What a server writes there goes when it stops, save a cache. */
  dataDir: string;
  /** Handed to every job, as instance variables: never masked, never expanded. No place for secrets. */
  variables?: Readonly<Record<string, string>>;
  /** How many jobs run at once. Default: 8. */
  concurrentJobs?: number;
  /** Told one line per request and per lost webhook; never a secret. */
  log?: (line: string) => void;
  /** Stops the server. */
  signal?: AbortSignal;
}

/** A project to be made. */
export interface ProjectOptions {
  /** Group and name, such as `shop/orders`; groups may be nested. */
  path: string;
  /** Default: the id that the group has already, or a new one. */
  namespaceId?: number;
  files: Readonly<Record<string, string>>;
  variables?: readonly ProjectVariable[];
  /** Default: `main`. */
  protectedBranches?: readonly string[];
  /** Default: none. */
  protectedEnvironments?: readonly string[];
  /** Whether the API may set pipeline variables. Default: no, as in new GitLab projects. Inputs are always allowed. */
  pipelineVariablesAllowed?: boolean;
}

/** A bot user to be made. */
export interface BotOptions {
  name: string;
  /** Default: a name in the form of a project bot's. */
  username?: string;
  /** The projects that it has access to, each perhaps at a level of its own; no other exists for it. */
  projects: readonly (number | { id: number; accessLevel?: number })[];
  /** 20 reporter, 30 developer, 40 maintainer (default). */
  accessLevel?: number;
}

/** A commit. */
export interface PushOptions {
  message: string;
  /** Content by path; null deletes the file. Files that are not named stay. */
  files: Readonly<Record<string, string | null>>;
  /** Default: `main`. A new branch starts there. */
  branch?: string;
}

/** A pipeline without a push. */
export interface RunOptions {
  /** A branch (default `main`), or the name of the tag. */
  ref?: string;
  /** Default: `branch`. For `merge_request` the ref is the source branch. */
  refType?: RefType;
  /** Default: `web`. */
  source?: PipelineSource;
  /** Set by whoever starts the pipeline. */
  variables?: Readonly<Record<string, string>>;
}

/** How a token for a test is made. */
export interface MintOptions extends SigningOptions {
  /** Default: 3600; negative for an expired one. */
  expiresInSeconds?: number;
}
