import type { RunPlan } from '@safepoint/backstage-plugin-safepoint-common';
import type { RecoveryRequest } from '../../requests/RecoveryRequest';
import type { Workbench } from './createWorkbench';
import type { FakeAgent } from './FakeAgent';

/** What the job of the recovery project is, in pipeline 900. */
export const recoveryJob = {
  project_id: '99',
  job_project_id: '99',
  pipeline_id: '900',
  pipeline_source: 'api',
  job_id: '9001',
  environment: undefined,
  environment_protected: undefined,
};

/** Puts requests as a person's approved wish leaves them, and opens their runs. */
export class RequestDesk {
  #count = 0;

  constructor(
    private readonly bench: Workbench,
    private readonly agent: FakeAgent,
  ) {}

  async put(
    request: Pick<RecoveryRequest, 'kind' | 'instanceId'> &
      Partial<RecoveryRequest>,
  ): Promise<RecoveryRequest> {
    this.#count += 1;
    const whole: RecoveryRequest = {
      id: `request-${this.#count}`,
      status: 'triggered',
      requestedBy: 'user:default/dana',
      requestedAt: this.bench.clock.now,
      approvalsNeeded: 0,
      decisions: [],
      issuer: this.bench.issuer.url,
      projectId: '99',
      pipelineId: '900',
      revision: 1,
      ...request,
    };
    await this.bench.stores.requests.insert(whole);
    return whole;
  }

  open(request: RecoveryRequest, claims: object = {}): Promise<RunPlan> {
    return this.agent.open(
      { operation: 'request', requestId: request.id },
      {
        ...recoveryJob,
        ...(request.kind === 'drill' && { environment: 'drill' }),
        ...claims,
      },
    );
  }
}
