import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cleanEnvironment } from '../processes/cleanEnvironment';
import { runProcess } from '../processes/runProcess';
import type { ProcessResult } from '../processes/runProcess';

/** Folder in a workspace where gitlab-ci-local keeps its state; never part of the repository. */
export const stateFolder = '.gcl';

/**
 * Starts gitlab-ci-local with Node's compile cache, which halves its start. The cache is switched on in code and not
 * by NODE_COMPILE_CACHE, because jobs inherit the environment.
 */
const launcher = `
  require('node:module').enableCompileCache?.(process.argv[2]);
  const program = process.argv[3];
  process.argv.splice(2, 2);
  import(require('node:url').pathToFileURL(program));
`;

/** Where a run of gitlab-ci-local happens. */
export interface GitlabCiLocalRun {
  /** The checked-out repository. */
  workspace: string;
  home: string;
  cacheFolder: string;
  /** Relative to the workspace. */
  file: string;
  /** Relative to the workspace. */
  variablesFile: string;
  gitConfig?: string;
  environment?: Record<string, string>;
  onStart?: (pid: number) => void;
}

/** Runs gitlab-ci-local in a clean environment. */
export function runGitlabCiLocal(
  args: readonly string[],
  run: GitlabCiLocalRun,
): Promise<ProcessResult> {
  const env = cleanEnvironment(run.home, {
    GIT_CONFIG_GLOBAL: run.gitConfig ?? '/dev/null',
    ...run.environment,
  });
  return runProcess(
    process.execPath,
    [
      '-e',
      launcher,
      'gitlab-ci-local',
      join(run.cacheFolder, 'compile'),
      findProgram(),
      `--state-dir=${stateFolder}`,
      `--file=${run.file}`,
      `--variables-file=${run.variablesFile}`,
      '--no-color',
      '--force-shell-executor',
      '--shell-isolation',
      '--no-artifacts-to-source',
      '--max-job-name-padding=0',
      ...args,
    ],
    { cwd: run.workspace, env, onStart: run.onStart },
  );
}

function findProgram(): string {
  return createRequire(__filename).resolve('gitlab-ci-local');
}
