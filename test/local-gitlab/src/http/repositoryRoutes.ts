import { defaultBranch } from '../git/ProjectRepository';
import type { FileChanges } from '../git/formatFastImport';
import type { Project } from '../state/types';
import { ApiError, refusals } from './ApiError';
import type { ApiRequest, Route } from './Router';
import type { ServerContext } from './ServerContext';

/** Branches, files and commits, as far as a merge request's branch needs them. */
export function repositoryRoutes({ access }: ServerContext): Route[] {
  const base = '/api/v4/projects/:project/repository';
  return [
    {
      method: 'GET',
      path: `${base}/branches/:branch`,
      handle: async request => {
        const { repository } = access.readableProject(request);
        const { branch } = request.params;
        const id = await repository.findCommit(branch);
        if (!id) throw refusals.notFound('Branch');
        return { body: { name: branch, commit: { id } } };
      },
    },
    {
      method: 'GET',
      path: `${base}/files/:path`,
      handle: async request => {
        const { repository } = access.readableProject(request);
        const ref = request.url.searchParams.get('ref') ?? defaultBranch;
        const content = await repository.readFile(ref, request.params.path);
        if (content === undefined) throw refusals.notFound('File');
        return {
          body: {
            file_path: request.params.path,
            encoding: 'base64',
            content: Buffer.from(content).toString('base64'),
            ref,
          },
        };
      },
    },
    {
      method: 'POST',
      path: `${base}/commits`,
      handle: async request => {
        const { project, caller } = access.writableProject(request);
        const branch = String(request.body.branch);
        if (!access.mayUseBranch(caller, project, branch)) {
          throw refusals.forbidden(
            'You are not allowed to push into this branch',
          );
        }
        const id = await commit(project, branch, request);
        return {
          status: 201,
          body: { id, title: request.body.commit_message },
        };
      },
    },
  ];
}

async function commit(
  { repository }: Project,
  branch: string,
  { body }: ApiRequest,
): Promise<string> {
  const start = body.start_sha ?? body.start_branch;
  if (start !== undefined && (await repository.findCommit(branch))) {
    throw new ApiError(400, {
      message: `A branch called '${branch}' already exists. Switch to that branch in order to make changes`,
    });
  }
  if (
    body.start_sha !== undefined &&
    body.start_sha !== (await repository.findCommit(defaultBranch))
  ) {
    throw refusals.badRequest('only the head of the default branch can start');
  }
  const parent = start === undefined ? branch : defaultBranch;
  const files: Record<string, string> = {};
  for (const action of Array.isArray(body.actions) ? body.actions : []) {
    const path = String(action.file_path);
    const there = (await repository.readFile(parent, path)) !== undefined;
    if (there !== (action.action === 'update')) {
      throw new ApiError(400, {
        message: there
          ? 'A file with this name already exists'
          : "A file with this name doesn't exist",
      });
    }
    files[path] = String(action.content);
  }
  return repository.commit({
    branch,
    message: String(body.commit_message),
    files: files satisfies FileChanges,
  });
}
