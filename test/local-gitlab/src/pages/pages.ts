import { isFinished } from '../ci/PipelineRunner';
import { secondsBetween } from '../http/toApi';
import type { Job, Pipeline, Project } from '../state/types';
import { html } from './html';
import type { Markup } from './html';
import { renderPage, renderStatus } from './renderPage';

/** The list of projects. */
export function projectsPage(projects: readonly Project[]): string {
  const rows = projects.map(
    project =>
      html`<tr>
        <td>
          <a href="${projectPath(project)}">${project.pathWithNamespace}</a>
        </td>
        <td>${project.id}</td>
      </tr>`,
  );
  return renderPage(
    'Projects',
    html`<h1>Projects</h1>
      <table>
        <tr>
          <th>Project</th>
          <th>Id</th>
        </tr>
        ${rows}
      </table>`,
  );
}

/** A project's pipelines. */
export function projectPage(
  project: Project,
  pipelines: readonly Pipeline[],
): string {
  const rows = [...pipelines].reverse().map(
    pipeline => html`<tr>
      <td>${renderStatus(pipeline.status)}</td>
      <td>
        <a href="${pipelinePath(pipeline)}">#${pipeline.id}</a>
        ${pipeline.name ?? pipeline.commitMessage.split('\n')[0]}
      </td>
      <td>${pipeline.source}</td>
      <td>${pipeline.ref}</td>
      <td>${pipeline.user.username}</td>
    </tr>`,
  );
  return renderPage(
    project.pathWithNamespace,
    html`<h1>${project.pathWithNamespace}</h1>
      <table>
        <tr>
          <th>Status</th>
          <th>Pipeline</th>
          <th>Source</th>
          <th>Ref</th>
          <th>By</th>
        </tr>
        ${rows}
      </table>`,
    pipelines.some(pipeline => !isFinished(pipeline.status)),
  );
}

/** A pipeline with its jobs. */
export function pipelinePage(pipeline: Pipeline): string {
  const rows = pipeline.jobs.map(
    job => html`<tr>
      <td>${renderStatus(job.status)}</td>
      <td>${job.definition.stage}</td>
      <td>
        <a href="${jobPath(job)}">${job.definition.name}</a>${job.retried
          ? ' (retried)'
          : ''}
      </td>
      <td>${job.definition.environment?.name}</td>
      <td>${formatDuration(job)}</td>
    </tr>`,
  );
  return renderPage(
    `Pipeline #${pipeline.id}`,
    html`${renderTrail(pipeline.project)}
      <h1>Pipeline #${pipeline.id} ${renderStatus(pipeline.status)}</h1>
      <p>
        ${pipeline.name}
        <code>${pipeline.sha.slice(0, 8)}</code> ${pipeline.commitMessage.split(
          '\n',
        )[0]}
      </p>
      ${pipeline.yamlErrors ? html`<pre>${pipeline.yamlErrors}</pre>` : ''}
      <table>
        <tr>
          <th>Status</th>
          <th>Stage</th>
          <th>Job</th>
          <th>Environment</th>
          <th>Duration</th>
        </tr>
        ${rows}
      </table>`,
    !isFinished(pipeline.status),
  );
}

/** A job with its log. */
export function jobPage(job: Job, log: string): string {
  const { pipeline, definition } = job;
  return renderPage(
    `${definition.name} (#${job.id})`,
    html`${renderTrail(pipeline.project)}
      <p><a href="${pipelinePath(pipeline)}">Pipeline #${pipeline.id}</a></p>
      <h1>${definition.name} ${renderStatus(job.status)}</h1>
      <p>
        Stage
        ${definition.stage}${definition.environment
          ? `, environment ${definition.environment.name}`
          : ''}.
        ${formatDuration(job)}
      </p>
      <pre>${log}</pre>`,
    !isFinished(job.status),
  );
}

function renderTrail(project: Project): Markup {
  return html`<p>
    <a href="${projectPath(project)}">${project.pathWithNamespace}</a>
  </p>`;
}

function formatDuration(job: Job): string {
  const seconds = secondsBetween(job.startedAt, job.finishedAt);
  return seconds === null ? '' : `${seconds.toFixed(1)} s`;
}

function projectPath(project: Project): string {
  return `/${project.pathWithNamespace
    .split('/')
    .map(encodeURIComponent)
    .join('/')}`;
}

function pipelinePath(pipeline: Pipeline): string {
  return `${projectPath(pipeline.project)}/-/pipelines/${pipeline.id}`;
}

function jobPath(job: Job): string {
  return `${projectPath(job.pipeline.project)}/-/jobs/${job.id}`;
}
