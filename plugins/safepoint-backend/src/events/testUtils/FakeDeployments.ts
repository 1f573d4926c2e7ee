import {
  type DeploymentLookup,
  deploymentsPerPage,
  type ListedDeployment,
  type ObservedJob,
  type PipelineState,
} from '../../gitlab/DeploymentLookup';

/** One GitLab as the portal sees it, on the clock of a test. */
export class FakeDeployments implements DeploymentLookup {
  readonly deployments = new Map<string, ListedDeployment>();
  readonly jobs = new Map<string, ObservedJob>();
  readonly pipelines = new Map<string, PipelineState>();
  readonly calls: string[] = [];
  /** Thrown by the next calls, one each. */
  readonly failures: Error[] = [];

  constructor(private readonly now: () => Date) {}

  /** A deploy job of pipeline 700 into staging, as it is now. */
  deploy(jobId: string, change: Partial<ListedDeployment> = {}): void {
    const known = this.deployments.get(jobId);
    const now = this.now();
    this.deployments.set(jobId, {
      id: `9${jobId}`,
      jobId,
      pipelineId: '700',
      environment: 'staging',
      status: 'running',
      commit: 'c0ffee',
      ref: 'main',
      startedAt: now,
      createdAt: now,
      jobUrl: `https://gitlab.test/shop/orders/-/jobs/${jobId}`,
      ...known,
      updatedAt: now,
      ...change,
    });
  }

  end(jobId: string, status: ListedDeployment['status']): void {
    this.deploy(jobId, { status, finishedAt: this.now() });
  }

  async listChanged(
    _: string,
    query: { since: Date; page: number; environment?: string },
  ) {
    this.#call(`list ${query.page}`);
    return [...this.deployments.values()]
      .filter(({ updatedAt }) => updatedAt > query.since)
      .filter(
        ({ environment }) =>
          !query.environment || environment === query.environment,
      )
      .sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime())
      .slice((query.page - 1) * deploymentsPerPage)
      .slice(0, deploymentsPerPage);
  }

  async find(_: string, id: string) {
    this.#call(`deployment ${id}`);
    return [...this.deployments.values()].find(one => one.id === id);
  }

  async findJob(_: string, id: string) {
    this.#call(`job ${id}`);
    return this.jobs.get(id);
  }

  async findPipelineState(_: string, id: string) {
    this.#call(`pipeline ${id}`);
    return this.pipelines.get(id) ?? 'active';
  }

  #call(name: string): void {
    this.calls.push(name);
    const failure = this.failures.shift();
    if (failure) throw failure;
  }
}
