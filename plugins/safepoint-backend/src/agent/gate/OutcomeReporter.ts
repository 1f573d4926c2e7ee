import type {
  LastKnownGood,
  operations,
  OutcomeReportView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import type { RecordedDeployment } from '../../database/RecordedDeployment';
import { toDeploymentView, toLastKnownGoodView } from '../../recovery/toApi';
import type { AgentDependencies } from '../AgentDependencies';
import type { JobAuthority } from '../identity/JobAuthority';
import type { JobIdentity } from '../identity/JobIdentity';
import { checkEntityRefs, chooseComponent } from '../runs/chooseScope';
import type { DeploymentLedger } from './DeploymentLedger';
import type { LastKnownGoodFinder } from './LastKnownGoodFinder';

type OutcomeBody =
  operations['reportDeploymentOutcome']['requestBody']['content']['application/json'];

/** Records how a deployment ended and tells the person on call where the way back is. */
export class OutcomeReporter {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly authority: JobAuthority,
    private readonly ledger: DeploymentLedger,
    private readonly lastKnownGood: LastKnownGoodFinder,
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
    return {
      deployment: toDeploymentView(deployment),
      stores: await this.#describeStores(deployment),
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

  async #describeStores(
    deployment: RecordedDeployment,
  ): Promise<OutcomeReportView['stores']> {
    const now = this.dependencies.now();
    const found = await this.lastKnownGood.find({
      componentRef: deployment.entityRef,
      environment: deployment.environment,
      storeRefs: await this.#findStores(deployment),
    });
    return found.map(({ entityRef, environment, lastKnownGood }) => ({
      entityRef,
      environment,
      lastKnownGood: toLastKnownGoodView(lastKnownGood),
      ...(lastKnownGood.point?.stateAt && {
        dataAtStakeSeconds:
          (now.getTime() - lastKnownGood.point.stateAt.getTime()) / 1000,
        restoreUrl: this.#restoreUrl(deployment, lastKnownGood),
      }),
    }));
  }

  /** Those that the gate saved, or else those that the component depends on. */
  async #findStores(deployment: RecordedDeployment): Promise<string[]> {
    const { knex, instances, entitlements } = this.dependencies;
    const points = await agentStores(knex).points.listByIds(
      deployment.recoveryPointIds,
    );
    if (points.length === 0) {
      return entitlements.findStores(deployment.entityRef);
    }
    const saved = await Promise.all(
      points.map(({ instanceId }) => instances.find(instanceId)),
    );
    return saved.flatMap(instance => instance?.entityRef ?? []);
  }

  #restoreUrl(deployment: RecordedDeployment, found: LastKnownGood): string {
    const [, kind, namespace, name] =
      /^([^:]+):([^/]+)\/(.+)$/.exec(deployment.entityRef) ?? [];
    const query = new URLSearchParams({
      restore: found.point?.id ?? '',
      environment: deployment.environment,
    });
    return `${this.dependencies.config.appBaseUrl}/catalog/${namespace}/${kind}/${name}/recovery?${query}`;
  }
}
