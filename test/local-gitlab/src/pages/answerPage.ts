import type { ApiResponse } from '../http/Router';
import type { ServerContext } from '../http/ServerContext';
import { jobPage, pipelinePage, projectPage, projectsPage } from './pages';

/** Nothing on a page runs, and nothing is loaded from elsewhere. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/**
 * The pages for people, at GitLab's addresses. They ask for no sign-in: whoever is at this machine's keyboard may
 * look at the demo's pipelines.
 */
export async function answerPage(
  { state, logs }: ServerContext,
  pathname: string,
): Promise<ApiResponse | undefined> {
  if (pathname === '/')
    return { headers, body: projectsPage([...state.projects.values()]) };
  const [projectPath, rest] = decodePath(pathname).split('/-/');
  const project = /^\d+$/.test(projectPath)
    ? undefined
    : state.findProject(projectPath);
  if (!project) return undefined;
  const [kind, id] = (rest ?? '').split('/');
  if (rest === undefined || (kind === 'pipelines' && !id)) {
    const own = [...state.pipelines.values()].filter(
      pipeline => pipeline.project === project,
    );
    return { headers, body: projectPage(project, own) };
  }
  const pipeline =
    kind === 'pipelines' ? state.pipelines.get(Number(id)) : undefined;
  if (pipeline?.project === project)
    return { headers, body: pipelinePage(pipeline) };
  const job = kind === 'jobs' ? state.jobs.get(Number(id)) : undefined;
  if (job?.pipeline.project === project) {
    return { headers, body: jobPage(job, await logs.read(job)) };
  }
  return undefined;
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname.replace(/^\//, '').replace(/\/$/, ''));
  } catch {
    return '';
  }
}
