import type { PipelineSummary } from '@safepoint/local-gitlab';
import { ComponentWorld } from '../ComponentWorld';
import { portalAgent } from './portalAgent';
import { PortalStandIn } from './PortalStandIn';

export interface ServiceOptions {
  /** Inputs of `deploy-guard` beside the three that it wants, one line of YAML each. */
  inputs?: string[];
  /** More keywords of the deploy job, one line of YAML each. */
  deploy?: string[];
  script?: string;
  /** More jobs. */
  jobs?: string;
}

/** Components, a portal's stand-in and pipelines, for tests that follow a deployment to its end. */
export class FlowWorld {
  readonly portal = new PortalStandIn();

  private constructor(readonly components: ComponentWorld) {
    components.gate.answer = this.portal.answer;
  }

  static async start(): Promise<FlowWorld> {
    return new FlowWorld(await ComponentWorld.start(portalAgent));
  }

  stop(): Promise<void> {
    return this.components.stop();
  }

  /** The pipeline of a service under the strict gate. */
  configuration(options: ServiceOptions = {}): string {
    const {
      inputs = [],
      deploy = [],
      script = 'echo DEPLOYED',
      jobs,
    } = options;
    return `
stages: [build, deploy]
include:
  - component: $CI_SERVER_FQDN/safepoint/components/deploy-guard@0.1.0
    inputs:
      portal-url: ${this.components.gate.url}
      environment: production
      deploy-job: deploy
${inputs.map(line => `      ${line}\n`).join('')}
deploy:
  extends: .safepoint-gate
  stage: deploy
  needs: [!reference [.safepoint-gate, needs]]
  script:
    - !reference [.safepoint-gate, script]
    - ${script}
  environment: production
${deploy.map(line => `  ${line}\n`).join('')}
${jobs ?? ''}
`;
  }

  /** Runs a pipeline of the project, and waits until it ends or waits for a person. */
  async run(
    project: { id: number },
    options: Parameters<ComponentWorld['gitlab']['run']>[1] = {},
  ): Promise<PipelineSummary> {
    const { gitlab } = this.components;
    const pipeline = await gitlab.run(project, { source: 'push', ...options });
    return gitlab.waitForPipeline(project, pipeline);
  }

  /** Runs a job of the pipeline again, or for the first time where it waits for a person, to its end. */
  async start(
    project: { id: number },
    pipeline: PipelineSummary,
    name: string,
  ): Promise<PipelineSummary> {
    const { gitlab } = this.components;
    const job = this.jobOf(gitlab.describePipeline(pipeline), name);
    if (job.status === 'manual') gitlab.playJob(job);
    else gitlab.retryJob(job);
    return gitlab.waitForPipeline(project, pipeline);
  }

  /** The newest job of that name. */
  jobOf(pipeline: PipelineSummary, name: string) {
    const found = pipeline.jobs.filter(job => job.name === name).at(-1);
    if (!found) throw new Error(`pipeline ${pipeline.id} has no job ${name}`);
    return found;
  }

  logOf(pipeline: PipelineSummary, name: string): Promise<string> {
    return this.components.gitlab.jobLog(this.jobOf(pipeline, name));
  }
}
