import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalGitLab } from '@safepoint/local-gitlab';

const configuration = (folder: string) => `
.held:
  script:
    - while [ ! -e "${folder}/$CI_JOB_ID" ]; do sleep 0.3; done
before: { extends: .held, environment: { name: production, action: access } }
report: { extends: .held, environment: { name: production, action: access } }
.deploy: { extends: .held, when: manual, environment: { name: production } }
deploy: { extends: .deploy }
second deploy: { extends: .deploy }
staging: { extends: .deploy, environment: { name: staging } }
`;

export type DeployJobName = 'deploy' | 'second deploy' | 'staging';
export type JobName = 'before' | 'report' | DeployJobName;

/** A job that runs, and its own token. */
export interface HeldJob {
  id: number;
  name: string;
  token: string;
}

/** Its gate's job and the one that reports run; deploy jobs wait for somebody to play them. */
export interface HeldPipeline {
  id: number;
  before: HeldJob;
  report: HeldJob;
}

/** Pipelines of the local GitLab whose jobs run until they are let go: GitLab says so when it is asked. */
export class HeldPipelines {
  readonly #folder: string;

  constructor(
    private readonly gitlab: LocalGitLab,
    private readonly audience: string,
    folder: string,
  ) {
    this.#folder = join(folder, 'held');
  }

  async start(project: { id: number }): Promise<HeldPipeline> {
    await mkdir(this.#folder, { recursive: true });
    const { id } = await this.gitlab.push(project, {
      message: 'Deploy',
      files: { '.gitlab-ci.yml': configuration(this.#folder) },
    });
    const before = await this.#untilRunning(id, 'before');
    return { id, before, report: await this.#untilRunning(id, 'report') };
  }

  /** Starts a deploy job, as a person does. */
  async play(pipeline: HeldPipeline, name: DeployJobName): Promise<HeldJob> {
    this.gitlab.playJob(this.#find(pipeline.id, name).id);
    return this.#untilRunning(pipeline.id, name);
  }

  /** The job ends; its token is as good as ever for whoever kept it. */
  async letGo(pipeline: HeldPipeline, name: JobName): Promise<void> {
    const { id } = this.#find(pipeline.id, name);
    await writeFile(join(this.#folder, String(id)), '');
    await eventually(() => this.#find(pipeline.id, name).status === 'success');
  }

  /** Runs a job again that was let go, as a person does on GitLab's page. */
  async again(pipeline: HeldPipeline, name: JobName): Promise<HeldJob> {
    this.gitlab.retryJob(this.#find(pipeline.id, name).id);
    return this.#untilRunning(pipeline.id, name);
  }

  async #untilRunning(pipeline: number, name: JobName): Promise<HeldJob> {
    await eventually(() => this.#find(pipeline, name).status === 'running');
    const { id } = this.#find(pipeline, name);
    const claims = this.gitlab.claimsOf(id, this.audience);
    return { id, name, token: this.gitlab.mintToken(claims) };
  }

  #find(pipeline: number, name: JobName) {
    const { jobs } = this.gitlab.describePipeline(pipeline);
    const found = jobs.find(job => job.name === name);
    if (!found) throw new Error(`Pipeline ${pipeline} has no job ${name}.`);
    return found;
  }
}

async function eventually(isThere: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!isThere()) {
    if (Date.now() > end) throw new Error('The jobs did not come so far.');
    await new Promise(resolve => {
      setTimeout(resolve, 100);
    });
  }
}
