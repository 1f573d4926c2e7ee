import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { checkNeeds } from './checkNeeds';
import { ConfigurationError } from './definitions';
import type { InputValue, RenderedPipeline } from './definitions';
import { expandText } from './expandVariables';
import { runGitlabCiLocal, stateFolder } from './gitlabCiLocal';
import type { GitlabCiLocalRun } from './gitlabCiLocal';
import type { ProcessResult } from '../processes/runProcess';
import { interpolateInputs } from './interpolateInputs';
import { asRecord, parseJobs, readVariables } from './parseJobs';
import type { ListedJob } from './parseJobs';
import { branchVariableName } from './refVariables';
import { writeVariablesFile } from './writeVariablesFile';

/** What a rendering needs to know. */
export interface RenderRequest {
  workspace: string;
  home: string;
  cacheFolder: string;
  gitConfig: string;
  /** As handed to gitlab-ci-local: a `$` that is not to be expanded is doubled. */
  variables: Readonly<Record<string, string>>;
  inputs: Readonly<Record<string, InputValue>>;
}

const mostTries = 5;

/** The name of the file that holds a project's configuration. */
export const configurationFile = '.gitlab-ci.yml';

/** Evaluates a project's configuration for one pipeline; throws `ConfigurationError`. */
export async function renderPipeline(
  request: RenderRequest,
): Promise<RenderedPipeline> {
  const folder = join(request.workspace, stateFolder);
  await mkdir(folder, { recursive: true });
  const content = await readFile(
    join(request.workspace, configurationFile),
    'utf8',
  ).catch(() => {
    throw new ConfigurationError('Missing CI config file');
  });
  await writeFile(
    join(folder, 'main.yml'),
    interpolateInputs(content, request.inputs),
  );
  await writeVariablesFile(
    join(folder, 'render-variables.json'),
    request.variables,
  );

  const listed = await list(request, 'main.yml');
  const configuration = asRecord(
    parse(await readFile(join(folder, 'expanded-gitlab-ci.yml'), 'utf8')),
  );
  await checkWorkflow(request, configuration);
  const jobs = parseJobs(listed, configuration, request.variables);
  if (jobs.every(job => ['.pre', '.post'].includes(job.stage))) {
    throw new ConfigurationError(
      'Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.',
    );
  }
  checkNeeds(jobs, configuration);
  const workflow = asRecord(configuration.workflow);
  return {
    name:
      workflow.name === undefined
        ? undefined
        : expandText(String(workflow.name), {
            ...readVariables(configuration.variables),
            ...request.variables,
          }).slice(0, 255),
    stages: Array.isArray(configuration.stages)
      ? configuration.stages.map(String)
      : [],
    jobs,
    configuration,
  };
}

/** `workflow: rules` are evaluated by gitlab-ci-local as the rules of a job that stands for the pipeline. */
async function checkWorkflow(
  request: RenderRequest,
  configuration: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { rules } = asRecord(configuration.workflow);
  if (!rules) return;
  const probe = {
    ...(configuration.variables ? { variables: configuration.variables } : {}),
    pipeline: { stage: 'test', script: ['true'], rules },
  };
  await writeFile(
    join(request.workspace, stateFolder, 'workflow.yml'),
    JSON.stringify(probe),
  );
  const [pipeline] = await list(request, 'workflow.yml');
  if (pipeline.when === 'never') {
    throw new ConfigurationError('Pipeline filtered out by workflow rules.');
  }
}

async function list(
  request: RenderRequest,
  file: string,
): Promise<ListedJob[]> {
  const run: GitlabCiLocalRun = {
    ...request,
    file: `${stateFolder}/${file}`,
    variablesFile: `${stateFolder}/render-variables.json`,
  };
  const ignored = Object.keys(request.variables).join(',');
  const args = [
    '--list-json',
    `--ignore-predefined-vars=${ignored}`,
    // GitLab runs a job whose list of tags is empty; only its editor's schema complains.
    '--ignore-schema-paths=#/definitions/tags/minItems',
    ...(branchVariableName in request.variables
      ? []
      : [`--unset-variable=${branchVariableName}`]),
  ];
  let result = await runGitlabCiLocal(args, run);
  for (let tries = 1; tries < mostTries && lostFetchRace(result); tries += 1) {
    result = await runGitlabCiLocal(args, run);
  }
  if (result.exitCode !== 0)
    throw new ConfigurationError(readError(result.stderr));
  return parseListing(result.stdout);
}

/**
 * gitlab-ci-local copies components of one project into one folder all at once, and those that come second to
 * making it fail. What was fetched stays, so that the next run has less to fetch.
 */
function lostFetchRace({ exitCode, stderr }: ProcessResult): boolean {
  return (
    exitCode !== 0 &&
    stderr.includes('include could not be fetched') &&
    /cp: cannot create directory .*File exists/.test(stderr)
  );
}

/** Warnings may stand before the listing, which starts at the first line that is a bracket. */
function parseListing(output: string): ListedJob[] {
  const start = /^\[/m.exec(output)?.index;
  if (start === undefined)
    throw new ConfigurationError('The configuration contains no jobs');
  return JSON.parse(output.slice(start)) as ListedJob[];
}

/** What gitlab-ci-local says besides the error itself. */
const chatter =
  /^(parsing and downloads|downloaded |at |json schema validated|Using fallback|Command failed with exit code 1: git config)/;

function readError(stderr: string): string {
  // What follows is advice on gitlab-ci-local's own files and options.
  const [error] = stderr.split('For further troubleshooting');
  const lines = error
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !chatter.test(line));
  return lines.join('\n') || 'The configuration could not be read';
}
