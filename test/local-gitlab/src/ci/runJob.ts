import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { killAtExit } from '../processes/killAtExit';
import { jobMarkerVariable, killJob } from '../processes/killJob';
import type { ProcessResult } from '../processes/runProcess';
import type { Job } from '../state/types';
import { formatJobFile } from './formatJobFile';
import { runGitlabCiLocal, stateFolder } from './gitlabCiLocal';
import { environmentVariableNames } from './predefinedVariables';
import { branchVariableName } from './refVariables';
import { writeVariablesFile } from './writeVariablesFile';

/** How a job ended. */
export type JobOutcome =
  | { status: 'success'; exitCode: 0; output: string }
  | {
      status: 'failed';
      exitCode?: number;
      failureReason: string;
      output: string;
    }
  | { status: 'canceled'; output: string };

/** What one run of a job needs. */
export interface JobRun {
  job: Job;
  /** As handed to gitlab-ci-local: a `$` that is not to be expanded is doubled. */
  variables: Readonly<Record<string, string>>;
  homesFolder: string;
  cacheFolder: string;
  /** Ends the job and everything that it started. */
  signal: AbortSignal;
}

/**
 * Runs one job with gitlab-ci-local, in the workspace that the pipeline's jobs share for artifacts. Whatever way it
 * ends, none of its processes is left.
 */
export async function runJob(run: JobRun): Promise<JobOutcome> {
  const { job } = run;
  const home = join(run.homesFolder, String(job.id));
  const files = await writeFiles(run, home);
  const timeout = AbortSignal.timeout(job.definition.timeoutSeconds * 1000);
  const end = AbortSignal.any([run.signal, timeout]);
  const marker = randomUUID();
  let leader: number | undefined;
  const kill = () => killJob(leader, marker);
  end.addEventListener('abort', kill);
  const spare = killAtExit(kill);
  try {
    const result = await runGitlabCiLocal(jobArguments(run), {
      workspace: job.pipeline.workspace,
      home,
      cacheFolder: run.cacheFolder,
      ...files,
      environment: { [jobMarkerVariable]: marker },
      onStart: pid => {
        leader = pid;
        if (end.aborted) kill();
      },
    });
    return describeOutcome(job, result, run.signal, timeout);
  } finally {
    end.removeEventListener('abort', kill);
    spare();
    killJob(undefined, marker);
    await rm(home, { recursive: true, force: true });
    await rm(join(job.pipeline.workspace, files.variablesFile), {
      force: true,
    });
  }
}

async function writeFiles(
  { job, variables }: JobRun,
  home: string,
): Promise<{ file: string; variablesFile: string }> {
  const { pipeline, definition } = job;
  const file = `${stateFolder}/job-${job.id}.yml`;
  const variablesFile = `${stateFolder}/job-${job.id}-variables.json`;
  await mkdir(home, { recursive: true, mode: 0o700 });
  await writeFile(
    join(pipeline.workspace, file),
    formatJobFile(pipeline.rendered, definition),
  );
  await writeVariablesFile(join(pipeline.workspace, variablesFile), variables);
  return { file, variablesFile };
}

function jobArguments({ job, variables }: JobRun): string[] {
  const unset = [
    ...(job.definition.environment ? [] : environmentVariableNames),
    ...(branchVariableName in variables ? [] : [branchVariableName]),
  ];
  return [
    '--no-json-schema-validation',
    `--ignore-predefined-vars=${Object.keys(variables).join(',')}`,
    ...unset.map(name => `--unset-variable=${name}`),
    job.definition.name,
  ];
}

function describeOutcome(
  job: Job,
  result: ProcessResult,
  canceled: AbortSignal,
  timeout: AbortSignal,
): JobOutcome {
  const output = result.stderr;
  if (canceled.aborted) return { status: 'canceled', output };
  if (timeout.aborted) {
    return { status: 'failed', failureReason: 'job_execution_timeout', output };
  }
  if (result.exitCode === 0) return { status: 'success', exitCode: 0, output };
  const exitCode = readExitCode(job.definition.name, output);
  return {
    status: 'failed',
    exitCode,
    failureReason:
      exitCode === undefined ? 'runner_system_failure' : 'script_failure',
    output,
  };
}

/** gitlab-ci-local exits with 1 for every failed job; the script's own code stands in its last words. */
function readExitCode(jobName: string, stderr: string): number | undefined {
  const line = stderr
    .split('\n')
    .find(
      text =>
        text.startsWith(`${jobName} finished in `) &&
        / FAIL \d+ $/.test(text.trimEnd().concat(' ')),
    );
  const code = line && / FAIL (\d+)/.exec(line)?.[1];
  return code === undefined ? undefined : Number(code);
}
