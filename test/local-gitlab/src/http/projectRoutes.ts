import type { Deployment } from '../state/types';
import { filterByTime, sortBy } from './listFilters';
import { paginate } from './paginate';
import type { Route } from './Router';
import type { ServerContext } from './ServerContext';
import { toApiDeployment, toApiProject, toApiUser } from './toApi';
import { refusals } from './ApiError';

/** Projects, their deployments, and who the caller is. */
export function projectRoutes({
  state,
  access,
  serverUrl,
}: ServerContext): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v4/user',
      handle: request => {
        const caller = access.findCaller(request);
        if (!caller) throw refusals.unauthorized();
        const { user } = caller;
        return {
          body: {
            ...toApiUser(user, serverUrl()),
            email: user.email,
            bot: user.bot,
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/api/v4/projects/:project',
      handle: request => ({
        body: toApiProject(access.readableProject(request), serverUrl()),
      }),
    },
    {
      method: 'GET',
      path: '/api/v4/projects/:project/deployments',
      handle: request => {
        const project = access.readableProject(request);
        const query = request.url.searchParams;
        requireSortByFilter(query);
        const found = filterByTime(state.deployments, query)
          .filter(deployment => deployment.job.pipeline.project === project)
          .filter(deployment => matches(deployment, query));
        // GitLab lists deployments upwards unless it is asked otherwise.
        const sorted = sortBy(found, query, 'asc');
        return paginate(
          sorted.map(deployment => toApiDeployment(deployment, serverUrl())),
          request,
        );
      },
    },
    {
      method: 'GET',
      path: '/api/v4/projects/:project/deployments/:deployment',
      handle: request => {
        const project = access.readableProject(request);
        const found = state.deployments.find(
          ({ id, job }) =>
            id === Number(request.params.deployment) &&
            job.pipeline.project === project,
        );
        if (!found) throw refusals.notFound();
        return { body: toApiDeployment(found, serverUrl()) };
      },
    },
  ];
}

/** GitLab refuses to filter by one time and to sort by another. */
function requireSortByFilter(query: URLSearchParams): void {
  const filtered = query.has('updated_after') || query.has('updated_before');
  if (filtered && query.get('order_by') !== 'updated_at') {
    throw refusals.badRequest(
      '`updated_at` filter and `updated_at` sorting must be paired',
    );
  }
}

function matches(deployment: Deployment, query: URLSearchParams): boolean {
  const environment = query.get('environment');
  const status = query.get('status');
  return (
    (environment === null || deployment.environment.name === environment) &&
    (status === null || deployment.status === status)
  );
}
