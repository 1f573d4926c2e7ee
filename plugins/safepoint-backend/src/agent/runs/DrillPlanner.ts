import { InputError, NotFoundError } from '@backstage/errors';
import type { OpenRunBody } from '@safepoint/backstage-plugin-safepoint-common';
import { agentStores } from '../../database/agentStores';
import type { AgentDependencies } from '../AgentDependencies';
import type { JobAuthority } from '../identity/JobAuthority';
import type { JobIdentity } from '../identity/JobIdentity';
import type { StoredManifests } from '../proof/StoredManifests';
import { checkEntityRefs, chooseComponent } from './chooseScope';
import type { PreparedRun } from './PreparedRun';
import { choosePoint, planProof } from './ProofIntent';

/**
 * Prepares a drill in the service's own pipeline. Its job sits in an environment for drills and names the
 * one whose recovery point it restores.
 */
export class DrillPlanner {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly authority: JobAuthority,
    private readonly manifests: StoredManifests,
  ) {}

  async prepare(
    identity: JobIdentity,
    body: OpenRunBody,
  ): Promise<PreparedRun> {
    checkEntityRefs([body.component, ...(body.stores ?? [])]);
    const environment = await this.#findSource(identity, body);
    const entityRef = await this.#findStore(identity, body, environment);
    await this.authority.authorize(identity, [
      { operation: 'drill', entityRef, environment },
    ]);
    const instance = await this.dependencies.instances.findByEntity(
      entityRef,
      environment,
    );
    if (!instance) {
      throw new NotFoundError(
        `Nothing of ${entityRef} was ever saved in ${environment}. Take a recovery point first, with safepoint backup.`,
      );
    }
    const point = await choosePoint(
      agentStores(this.dependencies.knex).points,
      instance,
      body.recoveryPointId,
    );
    const manifest = await this.manifests.readForProof(point, instance, {
      startedAt: this.dependencies.now(),
    });
    const policy = await this.dependencies.policies.policyOf(instance);
    const level = policy.drills.level ?? policy.objectives.verificationLevel;
    return {
      run: { operation: 'drill', environment },
      purpose: 'drill',
      instances: [instance],
      plan: ({ tickets }) => ({
        proof: planProof(
          { instance, point, manifest, level },
          {
            ticket: tickets.get(instance.id) ?? 0,
            keys: this.dependencies.signingKeys,
          },
        ),
        points: [],
      }),
    };
  }

  async #findSource(
    identity: JobIdentity,
    { environment, sourceEnvironment }: OpenRunBody,
  ): Promise<string> {
    if (!sourceEnvironment) {
      throw new InputError(
        'A drill names the environment whose recovery point it restores: --source-environment, or SAFEPOINT_SOURCE_ENVIRONMENT.',
      );
    }
    if (environment && environment !== identity.environment) {
      return this.authority.refuse(identity, {
        code: 'environment-other',
        detail: `the job's environment is ${
          identity.environment ?? 'none'
        }, not ${environment}`,
        operation: 'drill',
        environment: sourceEnvironment,
      });
    }
    return sourceEnvironment;
  }

  /** A drill is of one store: the one that is named, or the only one that the component depends on. */
  async #findStore(
    identity: JobIdentity,
    body: OpenRunBody,
    environment: string,
  ): Promise<string> {
    const { entitlements } = this.dependencies;
    if (body.stores?.length === 1) return body.stores[0];
    if (body.stores) {
      throw new InputError(
        `A drill is of one store at a time; start one for each of ${body.stores.join(
          ', ',
        )}.`,
      );
    }
    const component = chooseComponent(
      body.component,
      await entitlements.findComponents({
        environment,
        issuer: identity.issuer,
        projectId: identity.projectId,
        namespaceId: identity.namespaceId,
      }),
    );
    const stores = component ? await entitlements.findStores(component) : [];
    // A stranger's unknown component has no stores, and hears the same as for a known one.
    if (stores.length === 0) {
      return this.authority.refuse(identity, {
        code: 'not-bound',
        detail: `no store is named, and ${component} depends on none`,
        operation: 'drill',
        environment,
      });
    }
    await this.authority.authorize(
      identity,
      stores.map(entityRef => ({ operation: 'drill', entityRef, environment })),
    );
    if (stores.length !== 1) {
      throw new InputError(
        'Say in safepoint.yaml, or with --store, which one data store the drill is of.',
      );
    }
    return stores[0];
  }
}
