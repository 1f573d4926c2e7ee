import { setTimeout as sleep } from 'node:timers/promises';
import type {
  LocalGitLab,
  PipelineSummary,
  ProjectVariable,
} from '@safepoint/local-gitlab';
import type { OrdersDatabase } from '../orders/OrdersDatabase';
import { readFiles } from './readFiles';

const environment = 'production';
const drillEnvironment = 'drill';
const componentsVersion = '0.1.0';
const reporter = 20;
const pollMilliseconds = 100;

type Project = Awaited<ReturnType<LocalGitLab['createProject']>>;

/** The projects of the demo: the service, the platform team's recovery project, and the components. */
export class DemoProjects {
  readonly service: Project;
  readonly recovery: Project;
  /** Of the portal's bot: writes to the recovery project and reads the service's. A secret. */
  readonly portalToken: string;
  readonly #gitlab: LocalGitLab;

  private constructor(
    gitlab: LocalGitLab,
    projects: { service: Project; recovery: Project },
  ) {
    this.#gitlab = gitlab;
    this.service = projects.service;
    this.recovery = projects.recovery;
    this.portalToken = gitlab.createBot({
      name: 'Safepoint',
      projects: [
        projects.recovery,
        { id: projects.service.id, accessLevel: reporter },
      ],
    }).token;
  }

  static async create(
    gitlab: LocalGitLab,
    options: { portalUrl: string; orders: OrdersDatabase; drillUrl: string },
  ): Promise<DemoProjects> {
    const { portalUrl, orders, drillUrl } = options;
    const components = await gitlab.createProject({
      path: 'safepoint/components',
      files: readFiles('gitlab-components', portalUrl),
    });
    await gitlab.tag(components, componentsVersion);
    const recovery = await gitlab.createProject({
      path: 'platform/recovery',
      files: {
        ...readFiles('gitlab-components/recovery-project', portalUrl),
        ...readFiles('test/fixtures/demo/recovery-project', portalUrl),
      },
      variables: [
        ...protectedIn(environment, {
          ORDERS_BACKUP_URL: orders.url('backup'),
          ORDERS_RESTORE_URL: orders.url('owner'),
        }),
        ...protectedIn(drillEnvironment, { ORDERS_DRILL_URL: drillUrl }),
      ],
      protectedEnvironments: [environment, drillEnvironment],
    });
    const service = await gitlab.createProject({
      path: 'shop/orders',
      files: readFiles('test/fixtures/demo/orders-service', portalUrl),
      variables: [
        ...protectedIn(environment, {
          ORDERS_BACKUP_URL: orders.url('backup'),
          ORDERS_HOST: '127.0.0.1',
          ORDERS_PORT: String(orders.port),
          ORDERS_DATABASE: orders.name,
          ORDERS_OWNER: orders.ownerRole,
          ORDERS_OWNER_PASSWORD: orders.password('owner'),
        }),
        ...protectedIn(drillEnvironment, { ORDERS_DRILL_URL: drillUrl }),
      ],
      protectedEnvironments: [environment, drillEnvironment],
    });
    return new DemoProjects(gitlab, { service, recovery });
  }

  /** Commits to the service and starts the pipeline of that push. */
  async deploy(
    message: string,
    files: Record<string, string | null>,
  ): Promise<{ id: number }> {
    return this.#gitlab.push(this.service, { message, files });
  }

  /** Waits until a job of a pipeline has ended; its end is the caller's to judge. */
  async waitForJob(
    pipeline: { id: number },
    name: string,
    signal: AbortSignal,
  ): Promise<PipelineSummary> {
    for (;;) {
      signal.throwIfAborted();
      const summary = this.#gitlab.describePipeline(pipeline);
      const job = summary.jobs.find(candidate => candidate.name === name);
      const over = ['success', 'failed', 'canceled', 'skipped'];
      if (job && over.includes(job.status)) return summary;
      if (over.includes(summary.status)) return summary;
      await sleep(pollMilliseconds);
    }
  }

  async waitForEnd(pipeline: { id: number }, signal: AbortSignal) {
    for (;;) {
      signal.throwIfAborted();
      const summary = this.#gitlab.describePipeline(pipeline);
      const over = ['success', 'failed', 'canceled', 'skipped'];
      if (over.includes(summary.status)) return summary;
      await sleep(pollMilliseconds);
    }
  }

  /** Throws, with the logs of the jobs that ended otherwise, unless every job has ended as expected. */
  async expectJobs(
    summary: PipelineSummary,
    expected: Record<string, string>,
  ): Promise<void> {
    const actual = Object.fromEntries(
      summary.jobs.map(({ name, status }) => [name, status]),
    );
    const wrong = Object.keys(expected).filter(
      name => actual[name] !== expected[name],
    );
    if (wrong.length === 0) return;
    const logs = await Promise.all(
      summary.jobs
        .filter(({ name }) => wrong.includes(name))
        .map(
          async job =>
            `--- ${job.name} (${job.status})\n${tail(
              await this.#gitlab.jobLog(job),
            )}`,
        ),
    );
    throw new Error(
      [
        `Pipeline ${summary.id} went otherwise: ${JSON.stringify(actual)}`,
        ...(summary.yamlErrors ? [summary.yamlErrors] : []),
        ...logs,
      ].join('\n'),
    );
  }

  /** What a job has written. */
  async logOf(summary: PipelineSummary, name: string): Promise<string> {
    const job = summary.jobs.find(candidate => candidate.name === name);
    if (!job) throw new Error(`Pipeline ${summary.id} has no job ${name}.`);
    return this.#gitlab.jobLog(job);
  }

  /** Pipelines of a project that there are by now. */
  async listPipelines(project: { id: number }): Promise<{ id: number }[]> {
    const answer = await fetch(
      `${this.#gitlab.url}/api/v4/projects/${
        project.id
      }/pipelines?per_page=100`,
      { headers: { 'PRIVATE-TOKEN': this.portalToken } },
    );
    if (!answer.ok) throw new Error(`GitLab answered ${answer.status}.`);
    return (await answer.json()) as { id: number }[];
  }
}

function protectedIn(
  environmentScope: string,
  values: Record<string, string>,
): ProjectVariable[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value,
    environmentScope,
    protected: true,
    raw: true,
  }));
}

function tail(text: string): string {
  return text.trimEnd().split('\n').slice(-25).join('\n');
}
