import type { Project } from '../state/types';
import { ApiError } from './ApiError';
import { paginate } from './paginate';
import type { Route } from './Router';
import type { ServerContext } from './ServerContext';
import { projectUrl } from './toApi';

interface MergeRequest {
  iid: number;
  state: 'opened';
  title: string;
  description: string;
  source_branch: string;
  target_branch: string;
  web_url: string;
}

/** Merge requests that are opened and stay open: nothing here merges or closes one. */
export function mergeRequestRoutes({
  access,
  serverUrl,
}: ServerContext): Route[] {
  const path = '/api/v4/projects/:project/merge_requests';
  const opened = new Map<Project, MergeRequest[]>();
  const of = (project: Project) => opened.get(project) ?? [];
  return [
    {
      method: 'GET',
      path,
      handle: request => {
        const project = access.readableProject(request);
        const branch = request.url.searchParams.get('source_branch');
        const found = of(project).filter(
          ({ source_branch }) => branch === null || source_branch === branch,
        );
        return paginate(found, request);
      },
    },
    {
      method: 'POST',
      path,
      handle: async request => {
        const { project } = access.writableProject(request);
        const { title, description, source_branch, target_branch } =
          request.body;
        const branches = [source_branch, target_branch].map(String);
        for (const branch of branches) {
          if (await project.repository.findCommit(branch)) continue;
          throw new ApiError(400, {
            message: { base: [`Branch "${branch}" does not exist`] },
          });
        }
        const [source, target] = branches;
        if (of(project).some(other => other.source_branch === source)) {
          throw new ApiError(409, {
            message: [
              'Another open merge request already exists for this source branch',
            ],
          });
        }
        const iid = of(project).length + 1;
        const mergeRequest: MergeRequest = {
          iid,
          state: 'opened',
          title: String(title),
          description: String(description ?? ''),
          source_branch: source,
          target_branch: target,
          web_url: `${projectUrl(
            project,
            serverUrl(),
          )}/-/merge_requests/${iid}`,
        };
        opened.set(project, [...of(project), mergeRequest]);
        return { status: 201, body: mergeRequest };
      },
    },
  ];
}
