import { randomBytes } from 'node:crypto';
import { idTokenClaims } from '../tokens/idTokenClaims';
import type { SigningKeys } from '../tokens/SigningKeys';
import type { Job } from '../state/types';
import { escapeDollars } from './expandVariables';
import type { Folders } from './Folders';
import type { JobLogs } from './JobLogs';
import { isMaskable } from './maskSecrets';
import type { PipelineFactory } from './PipelineFactory';
import { jobVariables } from './predefinedVariables';
import { runJob } from './runJob';
import type { JobOutcome } from './runJob';

/** Gives a job its variables and tokens, runs it and keeps its log. */
export class JobExecutor {
  readonly #options: {
    factory: PipelineFactory;
    folders: Folders;
    keys: SigningKeys;
    logs: JobLogs;
    serverUrl: () => string;
  };

  constructor(options: {
    factory: PipelineFactory;
    folders: Folders;
    keys: SigningKeys;
    logs: JobLogs;
    serverUrl: () => string;
  }) {
    this.#options = options;
  }

  async execute(job: Job, signal: AbortSignal): Promise<JobOutcome> {
    const { folders, logs } = this.#options;
    const tokens = this.#mintTokens(job);
    job.token = tokens.CI_JOB_TOKEN;
    logs.protect(job, [...Object.values(tokens), ...listSecrets(job)]);
    let outcome: JobOutcome;
    try {
      outcome = await runJob({
        job,
        variables: { ...this.#variables(job), ...tokens },
        homesFolder: folders.homes,
        cacheFolder: folders.cache,
        signal,
      });
    } catch (error) {
      outcome = {
        status: 'failed',
        failureReason: 'runner_system_failure',
        output: `${error instanceof Error ? error.message : error}\n`,
      };
    } finally {
      job.token = undefined;
    }
    await logs.keep(job, outcome.output, describeEnd(outcome));
    return outcome;
  }

  #variables(job: Job): Record<string, string> {
    const { factory, serverUrl } = this.#options;
    const { pipeline, definition } = job;
    const own = Object.entries(jobVariables(job, serverUrl())).map(
      ([name, value]) => [name, escapeDollars(value)],
    );
    return {
      ...factory.variables(
        pipeline,
        pipeline.variables,
        definition.environment?.name,
      ),
      ...Object.fromEntries(own),
    };
  }

  #mintTokens(job: Job): Record<string, string> {
    const { keys, serverUrl } = this.#options;
    const now = new Date();
    const idTokens = Object.entries(job.definition.idTokens).map(
      ([name, audience]) => [
        name,
        keys.sign(idTokenClaims(job, audience, serverUrl(), now)),
      ],
    );
    return {
      CI_JOB_TOKEN: `glcbt-${randomBytes(20).toString('hex')}`,
      ...Object.fromEntries(idTokens),
    };
  }
}

/** Values of project variables that logs must not show. */
function listSecrets(job: Job): string[] {
  return job.pipeline.project.variables
    .filter(variable => variable.masked ?? isMaskable(variable.value))
    .map(variable => variable.value);
}

function describeEnd(outcome: JobOutcome): string {
  if (outcome.status === 'success') return 'Job succeeded';
  if (outcome.status === 'canceled') return 'ERROR: Job failed: canceled';
  const reason =
    outcome.exitCode === undefined
      ? outcome.failureReason
      : `exit code ${outcome.exitCode}`;
  return `ERROR: Job failed: ${reason}`;
}
