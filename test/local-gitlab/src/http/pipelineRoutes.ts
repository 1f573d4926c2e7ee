import { ConfigurationError } from '../ci/definitions';
import type { InputValue } from '../ci/definitions';
import type { Pipeline } from '../state/types';
import { refusals } from './ApiError';
import { filterByTime, sortBy } from './listFilters';
import { paginate } from './paginate';
import type { ApiRequest, ApiResponse, Route } from './Router';
import type { ServerContext } from './ServerContext';
import { toApiJob, toApiPipeline, toApiPipelineSummary } from './toApi';

/** Pipelines: created, listed, shown and cancelled. */
export function pipelineRoutes(context: ServerContext): Route[] {
  const { state, access, runner, serverUrl } = context;
  const base = '/api/v4/projects/:project';
  return [
    {
      method: 'POST',
      path: `${base}/pipeline`,
      handle: request => createPipeline(context, request),
    },
    {
      method: 'GET',
      path: `${base}/pipelines`,
      handle: request => {
        const project = access.readableProject(request);
        const query = request.url.searchParams;
        const found = filterByTime([...state.pipelines.values()], query)
          .filter(pipeline => pipeline.project === project)
          .filter(pipeline => matches(pipeline, query));
        const sorted = sortBy(found, query, 'desc');
        return paginate(
          sorted.map(pipeline => toApiPipelineSummary(pipeline, serverUrl())),
          request,
        );
      },
    },
    {
      method: 'GET',
      path: `${base}/pipelines/:pipeline`,
      handle: request => {
        const pipeline = access.pipeline(
          request,
          access.readableProject(request),
        );
        return { body: toApiPipeline(pipeline, serverUrl()) };
      },
    },
    {
      method: 'GET',
      path: `${base}/pipelines/:pipeline/jobs`,
      handle: request => {
        const pipeline = access.pipeline(
          request,
          access.readableProject(request),
        );
        const retriedToo =
          request.url.searchParams.get('include_retried') === 'true';
        const scopes = ['scope', 'scope[]'].flatMap(name =>
          request.url.searchParams.getAll(name),
        );
        const jobs = pipeline.jobs
          .filter(job => retriedToo || !job.retried)
          .filter(job => scopes.length === 0 || scopes.includes(job.status))
          .sort((a, b) => b.id - a.id);
        return paginate(
          jobs.map(job => toApiJob(job, serverUrl())),
          request,
        );
      },
    },
    {
      method: 'POST',
      path: `${base}/pipelines/:pipeline/cancel`,
      handle: async request => {
        const { project } = access.writableProject(request);
        const pipeline = access.pipeline(request, project);
        await runner.cancel(pipeline);
        return { body: toApiPipeline(pipeline, serverUrl()) };
      },
    },
  ];
}

async function createPipeline(
  { access, factory, runner, serverUrl }: ServerContext,
  request: ApiRequest,
): Promise<ApiResponse> {
  const { project, caller } = access.writableProject(request);
  const ref = request.body.ref ?? request.url.searchParams.get('ref');
  if (typeof ref !== 'string')
    throw refusals.badPipeline('Reference not found');
  if (!access.mayUseBranch(caller, project, ref)) {
    throw refusals.badPipeline(
      `You do not have sufficient permission to run a pipeline on '${ref}'. Please select a different branch or contact your administrator for assistance.`,
    );
  }
  const variables = readVariables(request.body.variables);
  if (Object.keys(variables).length > 0 && !project.pipelineVariablesAllowed) {
    throw refusals.badPipeline(
      'Insufficient permissions to set pipeline variables',
    );
  }
  try {
    const pipeline = await factory.create(project, {
      ref,
      source: 'api',
      user: caller.user,
      inputs: (request.body.inputs ?? {}) as Record<string, InputValue>,
      variables,
    });
    // The answer shows the pipeline as GitLab does: made, and not yet begun.
    const body = toApiPipeline(pipeline, serverUrl());
    setImmediate(() => runner.advance(pipeline));
    return { status: 201, body };
  } catch (error) {
    if (error instanceof ConfigurationError)
      throw refusals.badPipeline(error.message);
    throw error;
  }
}

function readVariables(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(
    value.map(entry => [String(entry?.key), String(entry?.value)]),
  );
}

function matches(pipeline: Pipeline, query: URLSearchParams): boolean {
  const actual: Readonly<Record<string, string | undefined>> = {
    source: pipeline.source,
    username: pipeline.user.username,
    name: pipeline.name,
    ref: pipeline.ref,
    sha: pipeline.sha,
    status: pipeline.status,
  };
  return Object.entries(actual).every(
    ([name, value]) => query.get(name) === null || query.get(name) === value,
  );
}
