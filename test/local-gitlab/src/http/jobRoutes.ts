import { refusals } from './ApiError';
import type { Route } from './Router';
import type { ServerContext } from './ServerContext';
import { toApiJob } from './toApi';

/** Jobs: shown, with their logs, retried, played and cancelled. */
export function jobRoutes({
  access,
  runner,
  logs,
  serverUrl,
}: ServerContext): Route[] {
  const base = '/api/v4/projects/:project/jobs/:job';
  return [
    {
      method: 'GET',
      path: '/api/v4/job',
      handle: request => ({
        body: toApiJob(access.jobOfToken(request), serverUrl()),
      }),
    },
    {
      method: 'GET',
      path: base,
      handle: request => {
        const job = access.job(request, access.readableProject(request));
        return { body: toApiJob(job, serverUrl()) };
      },
    },
    {
      method: 'GET',
      path: `${base}/trace`,
      handle: async request => {
        const job = access.job(request, access.readableProject(request));
        return {
          headers: { 'content-type': 'text/plain' },
          body: await logs.read(job),
        };
      },
    },
    {
      method: 'POST',
      path: `${base}/retry`,
      handle: request => {
        const { project, caller } = access.writableProject(request);
        const job = access.job(request, project);
        if (!access.mayUseBranch(caller, project, job.pipeline.ref))
          throw refusals.forbidden();
        const again = runner.retry(job, caller.user);
        if (!again) throw refusals.forbidden('Job is not retryable');
        return { status: 201, body: toApiJob(again, serverUrl()) };
      },
    },
    {
      method: 'POST',
      path: `${base}/play`,
      handle: request => {
        const { project, caller } = access.writableProject(request);
        const job = access.job(request, project);
        if (!access.mayUseBranch(caller, project, job.pipeline.ref))
          throw refusals.forbidden();
        if (!runner.play(job, caller.user)) {
          throw refusals.badRequest('Unplayable Job');
        }
        return { body: toApiJob(job, serverUrl()) };
      },
    },
    {
      method: 'POST',
      path: `${base}/cancel`,
      handle: async request => {
        const { project } = access.writableProject(request);
        const job = access.job(request, project);
        await runner.cancelJob(job);
        return { status: 201, body: toApiJob(job, serverUrl()) };
      },
    },
  ];
}
