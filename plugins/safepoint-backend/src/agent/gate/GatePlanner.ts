import { InputError, NotAllowedError } from '@backstage/errors';
import {
  type DataChangeFacts,
  decideGate,
  type GateFacts,
  type GatePlan,
  type GatePolicy,
  type StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import { portalStores } from '../../database/portalStores';
import type { PlannedGate } from '../../database/Run';
import { GateRules } from '../../policies';
import { loadInstanceFacts } from '../../recovery/InstanceFacts';
import type { AgentDependencies } from '../AgentDependencies';
import type { JobIdentity } from '../identity/JobIdentity';

/** What a job asks of the gate. */
export interface GateWish {
  componentRef: string;
  environment: string;
  instances: StoreInstance[];
  /** The reason to go without a recovery point, as it came. */
  breakGlass?: string;
  /** The rule by which nothing changed that touches data, as it came. */
  unchanged?: string;
  jobName?: string;
}

/** What is known before the transaction that decides. */
export interface GatePreparation {
  policy: GatePolicy;
  /** By store; empty where no point may be used again. */
  dependents: Map<string, string[]>;
}

/** Gathers what the rule of the gate needs. */
export class GatePlanner {
  constructor(private readonly dependencies: AgentDependencies) {}

  /** @param of - without `storeRefs`, those that the catalog knows of */
  policyOf(of: {
    componentRef: string;
    environment: string;
    storeRefs?: string[];
  }): Promise<GatePolicy> {
    const { policies, entitlements } = this.dependencies;
    return new GateRules(policies, entitlements).findGate(of);
  }

  /** Before anything is changed: whether the glass may be broken, where somebody wants to. */
  async check(
    identity: JobIdentity,
    trigger: string,
    wish: Omit<GateWish, 'instances'> & { storeRefs: string[] },
  ): Promise<void> {
    if (wish.unchanged !== undefined && trigger !== 'pre-deploy') {
      throw new InputError(
        'That nothing changed matters for trigger pre-deploy only; leave it out.',
      );
    }
    if (wish.breakGlass === undefined) return;
    if (trigger !== 'pre-deploy') {
      throw new InputError(
        'Break-glass is for trigger pre-deploy only; leave its reason out.',
      );
    }
    const { environment, componentRef, breakGlass } = wish;
    const policy = await this.policyOf(wish);
    const plan = this.#decide(policy, { environment, breakGlass, stores: [] });
    if (plan.ground === 'off') return;
    await audited(
      this.dependencies.auditor,
      {
        eventId: 'gate-break-glass',
        severityLevel: 'critical',
        meta: {
          entityRef: componentRef,
          environment,
          reason:
            plan.ground === 'break-glass' ? plan.reason : breakGlass.trim(),
          by: identity.userLogin,
          issuer: identity.issuer,
          projectId: identity.projectId,
          pipelineId: identity.pipelineId,
          jobId: identity.jobId,
        },
      },
      async () => {
        if (plan.ground !== 'refused') return;
        throw new NotAllowedError(plan.reasons.join(' '));
      },
    );
  }

  /** Asked of the catalog before the transaction that decides. */
  async prepare(wish: GateWish): Promise<GatePreparation> {
    const policy = await this.policyOf({
      ...wish,
      storeRefs: wish.instances.map(({ entityRef }) => entityRef),
    });
    return {
      policy,
      dependents:
        policy.mode === 'reuse' ? await this.#findDependents(wish) : new Map(),
    };
  }

  async #findDependents(wish: GateWish): Promise<Map<string, string[]>> {
    const found = await Promise.all(
      wish.instances.map(async ({ entityRef }): Promise<[string, string[]]> => {
        const { entitlements } = this.dependencies;
        const known = await entitlements.findDependents(entityRef);
        // The catalog may not know yet, or no more, that it depends on the store.
        return [entityRef, [...new Set([...known, wish.componentRef])]];
      }),
    );
    return new Map(found);
  }

  /**
   * Inside the transaction that took the leases of all stores: from here on no gate lets another
   * deployment to them.
   */
  async plan(
    trx: Knex.Transaction,
    wish: GateWish,
    { policy, dependents }: GatePreparation,
    by: string | undefined,
  ): Promise<PlannedGate> {
    const { environment, breakGlass, jobName } = wish;
    const plan = this.#decide(policy, {
      environment,
      breakGlass,
      unchanged: await findDataChange(trx, wish),
      stores: await this.#loadStores(trx, wish, dependents),
    });
    if (plan.ground === 'refused') {
      throw new NotAllowedError(plan.reasons.join(' '));
    }
    return {
      ground: plan.ground,
      reasons: plan.reasons,
      receiptValidForSeconds: policy.receiptValidForSeconds,
      ...(jobName && { jobName }),
      ...(plan.ground === 'break-glass' && {
        breakGlass: { reason: plan.reason, by },
      }),
      ...(plan.ground === 'reuse' && { reused: plan.points.map(toReused) }),
    };
  }

  #decide(policy: GatePolicy, facts: GateFacts) {
    return decideGate(policy, facts, this.dependencies.now());
  }

  async #loadStores(
    trx: Knex.Transaction,
    { instances }: GateWish,
    dependents: Map<string, string[]>,
  ): Promise<GateFacts['stores']> {
    if (dependents.size === 0) return [];
    const portal = portalStores(trx);
    // Every environment's, since a restore may come from another one.
    const all = await portal.instances.findByEntities(
      instances.map(({ entityRef }) => entityRef),
    );
    const facts = await loadInstanceFacts(
      { ...agentStores(trx), requests: portal.requests },
      all,
      dependents,
    );
    return instances.map(({ id, entityRef }) => {
      const known = facts.find(({ instance }) => instance.id === id);
      return {
        entityRef,
        identityChanged: known?.instance.identityStatus === 'changed',
        points: known?.points ?? [],
        deployments: known?.deployments ?? [],
        restores: known?.restores ?? [],
      };
    });
  }
}

/** Asked only where it matters, and after the leases: no other gate can open meanwhile. */
async function findDataChange(
  trx: Knex.Transaction,
  { unchanged, componentRef, environment }: GateWish,
): Promise<DataChangeFacts | undefined> {
  if (unchanged === undefined) return undefined;
  const { deployments, runs } = agentStores(trx);
  return {
    rule: unchanged,
    deployments: await deployments.listByEntities([componentRef], environment),
    gateFailedAt: await runs.findGateFailure({ componentRef, environment }),
  };
}

type ReusePlan = Extract<GatePlan, { ground: 'reuse' }>;

function toReused({ entityRef, point }: ReusePlan['points'][number]) {
  return {
    entityRef,
    recoveryPointId: point.id,
    stateAt: point.stateAt.toISOString(),
    level: point.level,
  };
}
