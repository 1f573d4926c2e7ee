import { randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { siteAudience } from '../../support/portal/PortalSite';
import type {
  StandInGitLab,
  StandInPipeline,
} from '../../support/portal/StandInGitLab';
import { callPortal, type PortalAnswer } from './callPortal';

/** What such a job says in the end. */
export const nothingToDo = {
  kind: 'nothing-to-do',
  message: 'This job has only claimed its request.',
};

/** Jobs that open a run as the agent does, and end it without moving any data. */
export class TinyJobs {
  /** Request and run of each job that claimed one. */
  readonly claims: { requestId: string; runId: string }[] = [];
  readonly refused: { pipeline: string; answer: PortalAnswer }[] = [];
  #jobs = 7_000;

  constructor(
    private readonly gitlab: StandInGitLab,
    private readonly url: () => string,
  ) {}

  /** Makes the store instance of this environment known, and answers its id. */
  async introduce(environment: string): Promise<string> {
    const { status, body } = await this.#open(
      {
        project_id: '5',
        job_project_id: '5',
        project_path: 'shop/orders',
        pipeline_id: '700',
        environment,
        environment_protected: 'false',
      },
      {
        operation: 'backup',
        trigger: 'manual',
        environment,
        stores: ['resource:default/orders-db'],
      },
    );
    if (status !== 201) {
      throw new Error(`${status} ${JSON.stringify(body)}`);
    }
    await this.#finish(body);
    const [backup] = body.backups as { instanceId: string }[];
    return backup.instanceId;
  }

  /** The one job of a request's pipeline. */
  async execute(pipeline: StandInPipeline): Promise<void> {
    const requestId = pipeline.name.replace('safepoint ', '');
    const answer = await this.#open(
      {
        project_id: '77',
        job_project_id: '77',
        project_path: 'platform/recovery',
        pipeline_id: `${pipeline.id}`,
        pipeline_source: 'api',
        environment: this.gitlab.inputsOf(requestId).environment,
        environment_protected: 'true',
      },
      { operation: 'request', requestId },
    );
    if (answer.status === 201) {
      this.claims.push({ requestId, runId: String(answer.body.runId) });
      await this.#finish(answer.body);
      pipeline.status = 'success';
    } else {
      this.refused.push({ pipeline: pipeline.name, answer });
      pipeline.status = 'failed';
    }
  }

  async #open(claims: JWTPayload, body: object): Promise<PortalAnswer> {
    this.#jobs += 1;
    const token = await this.gitlab.mint({
      aud: siteAudience,
      job_id: `${this.#jobs}`,
      ...claims,
    });
    return callPortal(this.url, '/agent/runs', `Bearer ${token}`, {
      secret: randomBytes(32).toString('base64url'),
      clientTime: new Date().toISOString(),
      agentVersion: '0.1.0',
      ...body,
    });
  }

  async #finish(plan: PortalAnswer['body']): Promise<void> {
    await callPortal(
      this.url,
      `/agent/runs/${plan.runId}/finish`,
      `Bearer ${plan.runToken}`,
      { outcome: 'failed', problem: nothingToDo },
    );
  }
}
