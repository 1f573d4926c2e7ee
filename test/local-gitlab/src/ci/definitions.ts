/** A value of a pipeline input or of an input's default. */
export type InputValue =
  | string
  | number
  | boolean
  | InputValue[]
  | { [key: string]: InputValue };

/** A job as the configuration describes it, after includes, extends, references and rules. */
export interface JobDefinition {
  name: string;
  /** The name in the configuration; differs from `name` for `parallel` jobs. */
  baseName: string;
  stage: string;
  when: 'on_success' | 'on_failure' | 'always' | 'manual';
  allowFailure: boolean | { exitCodes: readonly number[] };
  /** Undefined when the job follows the stages. */
  needs?: readonly JobNeed[];
  environment?: JobEnvironment;
  resourceGroup?: string;
  /** Audience by variable name. */
  idTokens: Readonly<Record<string, string | string[]>>;
  timeoutSeconds: number;
}

/** One entry of `needs`. */
export interface JobNeed {
  job: string;
  artifacts: boolean;
  optional: boolean;
}

/** A job's `environment`, its name expanded. */
export interface JobEnvironment {
  name: string;
  url?: string;
  tier: string;
  action: string;
}

/** A project's configuration, evaluated for one pipeline. */
export interface RenderedPipeline {
  name?: string;
  stages: readonly string[];
  jobs: readonly JobDefinition[];
  /** gitlab-ci-local's own rendering, from which each job's file is cut. */
  configuration: Readonly<Record<string, unknown>>;
}

/** The configuration cannot make a pipeline; GitLab shows the message to the user. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
