import { InputError } from '@backstage/errors';
import type {
  OpenRunBody,
  StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import { agentStores } from '../../database/agentStores';
import type { AgentDependencies } from '../AgentDependencies';
import type { DeploymentLedger } from '../gate/DeploymentLedger';
import type { EndedDeployments } from '../gate/EndedDeployments';
import type { GatePlanner, GateWish } from '../gate/GatePlanner';
import { pipelineUrl } from '../gitlabLinks';
import type { JobAuthority } from '../identity/JobAuthority';
import type { JobIdentity } from '../identity/JobIdentity';
import { planBackups } from './backupPlans';
import { checkEntityRefs, chooseComponent, chooseStores } from './chooseScope';
import type { PreparedRun } from './PreparedRun';

type BackupTrigger = NonNullable<OpenRunBody['trigger']>;

interface BackupScope {
  trigger: BackupTrigger;
  environment: string;
  component: string | undefined;
  instances: StoreInstance[];
  deploymentId: string | undefined;
}

/** Prepares a run that saves the stores of a service, in the pipeline of that service. */
export class BackupPlanner {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly authority: JobAuthority,
    private readonly gate: {
      ledger: DeploymentLedger;
      planner: GatePlanner;
      ended: EndedDeployments;
    },
  ) {}

  async prepare(
    identity: JobIdentity,
    body: OpenRunBody,
  ): Promise<PreparedRun> {
    const trigger = body.trigger;
    if (!trigger) {
      throw new InputError(
        'A backup says why it is made: trigger must be pre-deploy, baseline, manual or scheduled.',
      );
    }
    checkEntityRefs([body.component, ...(body.stores ?? [])]);
    const environment = body.environment ?? identity.environment ?? '';
    const deploys = trigger === 'pre-deploy' || trigger === 'baseline';
    const component = await this.#findComponent(identity, body, environment);
    const stores = await this.#findStores(identity, body, {
      component,
      environment,
      deploys,
      trigger,
    });
    await this.authority.authorize(
      identity,
      stores.map(entityRef => ({
        operation: 'backup',
        entityRef,
        environment,
      })),
    );
    const wish = {
      componentRef: component ?? '',
      environment,
      breakGlass: body.breakGlass,
      unchanged: body.unchanged,
      jobName: body.jobName,
    };
    await this.gate.planner.check(identity, trigger, {
      ...wish,
      storeRefs: stores,
    });
    const instances = await this.#ensureInstances(stores, environment);
    const deploymentId =
      deploys && component
        ? await this.#prepareDeployment(identity, {
            trigger,
            componentRef: component,
            environment,
          })
        : undefined;
    const scope = { trigger, environment, component, instances, deploymentId };
    if (trigger === 'pre-deploy') {
      return this.#describeGate(identity, scope, { ...wish, instances });
    }
    return (
      (await this.#describeSkipped(identity, scope)) ??
      this.#describe(identity, scope)
    );
  }

  async #findComponent(
    identity: JobIdentity,
    body: OpenRunBody,
    environment: string,
  ): Promise<string | undefined> {
    if (body.component) return body.component;
    const bound = await this.dependencies.entitlements.findComponents({
      environment,
      issuer: identity.issuer,
      projectId: identity.projectId,
      namespaceId: identity.namespaceId,
    });
    return chooseComponent(undefined, bound);
  }

  async #findStores(
    identity: JobIdentity,
    body: OpenRunBody,
    scope: {
      component: string | undefined;
      environment: string;
      deploys: boolean;
      trigger: BackupTrigger;
    },
  ): Promise<string[]> {
    const { component, environment, deploys } = scope;
    if (deploys) {
      // Before anything of the component is told. Without one nobody could be entitled to deploy it.
      if (!component) {
        return this.authority.refuse(identity, {
          code: 'not-bound',
          detail: 'the project is bound to no component that it may deploy',
          operation: 'deploy',
          environment,
        });
      }
      await this.authority.authorize(identity, [
        { operation: 'deploy', entityRef: component, environment },
      ]);
    }
    const dependsOn = component
      ? await this.dependencies.entitlements.findStores(component)
      : [];
    if (!deploys && !body.stores) {
      // A stranger's unknown component has no stores, and hears the same as for a known one.
      if (dependsOn.length === 0) {
        return this.authority.refuse(identity, {
          code: 'not-bound',
          detail: `no store is named, and ${component} depends on none`,
          operation: 'backup',
          environment,
        });
      }
      await this.authority.authorize(
        identity,
        dependsOn.map(entityRef => ({
          operation: 'backup',
          entityRef,
          environment,
        })),
      );
    }
    return chooseStores({
      named: body.stores,
      component,
      dependsOn,
      mustCover: scope.trigger === 'pre-deploy',
    });
  }

  async #prepareDeployment(
    identity: JobIdentity,
    input: {
      trigger: BackupTrigger;
      componentRef: string;
      environment: string;
    },
  ): Promise<string> {
    const { ended, ledger } = this.gate;
    if (input.trigger === 'pre-deploy') await ended.close(identity, input);
    return ledger.prepare(identity, input);
  }

  async #ensureInstances(
    stores: string[],
    environment: string,
  ): Promise<StoreInstance[]> {
    const instances: StoreInstance[] = [];
    for (const store of stores) {
      instances.push(
        await this.dependencies.instances.ensure(store, environment),
      );
    }
    return instances;
  }

  /** The stores are leased whatever the gate wants: nobody may restore under a deployment. */
  async #describeGate(
    identity: JobIdentity,
    scope: BackupScope,
    wish: GateWish,
  ): Promise<PreparedRun> {
    const preparation = await this.gate.planner.prepare(wish);
    const prepared = this.#describe(identity, scope);
    return {
      ...prepared,
      plan: async context => {
        const gate = await this.gate.planner.plan(
          context.trx,
          wish,
          preparation,
          identity.userLogin,
        );
        const work =
          gate.ground === 'fresh'
            ? await prepared.plan(context)
            : { backups: [], points: [] };
        return { ...work, gate };
      },
    };
  }

  /** After a deployment that was skipped by the gate nothing is saved either: its outcome is all there is. */
  async #describeSkipped(
    identity: JobIdentity,
    scope: BackupScope,
  ): Promise<PreparedRun | undefined> {
    const { deploymentId } = scope;
    if (scope.trigger !== 'baseline' || !deploymentId) return undefined;
    const deployment = await agentStores(
      this.dependencies.knex,
    ).deployments.find(deploymentId);
    if (deployment?.gateRecord?.ground !== 'skipped') return undefined;
    return {
      ...this.#describe(identity, scope),
      instances: [],
      plan: async () => ({
        backups: [],
        points: [],
        gate: {
          ground: 'skipped',
          reasons: [
            `Deployment ${deploymentId} changed nothing that touches data, so it leaves no baseline.`,
          ],
        },
      }),
    };
  }

  #describe(identity: JobIdentity, scope: BackupScope): PreparedRun {
    const { trigger, environment, instances, deploymentId } = scope;
    const { recipients } = this.dependencies.encryption;
    return {
      run: {
        operation: 'backup',
        trigger,
        environment,
        componentRef: deploymentId && scope.component,
        deploymentId,
      },
      purpose: 'backup',
      instances,
      plan: context =>
        planBackups(
          instances.map(instance => ({
            instance,
            trigger,
            deploymentId,
            commit: identity.commit,
            pipelineUrl: pipelineUrl(identity),
          })),
          { ...context, recipients: recipients.map(r => r.recipient) },
        ),
    };
  }
}
