import type {
  operations,
  OutcomeReportView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../../audit/audited';
import { toDeploymentView } from '../../recovery/toApi';
import type { AgentDependencies } from '../AgentDependencies';
import type { JobAuthority } from '../identity/JobAuthority';
import type { JobIdentity } from '../identity/JobIdentity';
import { checkEntityRefs, chooseComponent } from '../runs/chooseScope';
import type { DeploymentLedger } from './DeploymentLedger';
import { describeWayBack } from './describeWayBack';
import type { FailedDeployments } from './FailedDeployments';

type OutcomeBody =
  operations['reportDeploymentOutcome']['requestBody']['content']['application/json'];

/** Records how a deployment ended and tells the person on call where the way back is. */
export class OutcomeReporter {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly authority: JobAuthority,
    private readonly ledger: DeploymentLedger,
    private readonly failed: FailedDeployments,
  ) {}

  async report(
    token: string | undefined,
    body: OutcomeBody,
  ): Promise<OutcomeReportView> {
    const identity = await this.authority.identify(token, 'deploy');
    checkEntityRefs([body.component]);
    const { environment, outcome } = body;
    const componentRef = await this.#findComponent(identity, body);
    await this.authority.authorize(identity, [
      { operation: 'deploy', entityRef: componentRef, environment },
    ]);
    const deployment = await audited(
      this.dependencies.auditor,
      {
        eventId: 'deployment-outcome',
        meta: {
          entityRef: componentRef,
          environment,
          outcome,
          issuer: identity.issuer,
          projectId: identity.projectId,
          pipelineId: identity.pipelineId,
        },
      },
      () =>
        this.ledger.settle(identity, { componentRef, environment }, outcome),
    );
    const found = await this.failed.respond(deployment);
    return {
      deployment: toDeploymentView(deployment),
      stores: found.map(({ wayBack, response }) =>
        describeWayBack(
          wayBack,
          deployment,
          this.dependencies.config.appBaseUrl,
          response,
        ),
      ),
    };
  }

  async #findComponent(
    identity: JobIdentity,
    body: OutcomeBody,
  ): Promise<string> {
    if (body.component) return body.component;
    const [latest] = await this.ledger.findOfPipeline(identity, body);
    if (latest) return latest.entityRef;
    const bound = await this.dependencies.entitlements.findComponents({
      environment: body.environment,
      issuer: identity.issuer,
      projectId: identity.projectId,
      namespaceId: identity.namespaceId,
    });
    return (
      chooseComponent(undefined, bound) ??
      this.authority.refuse(identity, {
        code: 'not-bound',
        detail: 'the project is bound to no component that it may deploy',
        operation: 'deploy',
        environment: body.environment,
      })
    );
  }
}
