import {
  type BindingRule,
  operationsByRules,
  type ScheduledWork,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Binding } from '../bindings/Binding';
import type { GitLabIssuerConfig } from '../config';
import type { BindingStore } from '../database/BindingStore';
import type { StoredInstance } from '../database/StoreInstanceStore';

/** The recovery project that does an instance's scheduled work. */
export interface Workplace {
  issuer: string;
  projectId: string;
}

export interface WorkplacesOptions {
  bindings: Pick<BindingStore, 'findByEntities'>;
  gitlabs: { issuers: GitLabIssuerConfig[] };
  bindingRules: BindingRule[];
}

/**
 * Where scheduled work is done: in the recovery project of a GitLab that the store is bound to. That nobody
 * watches it needs more than that somebody may click: a confirmed binding says that the store's owner wants
 * it saved by that GitLab at all.
 */
export class Workplaces {
  constructor(private readonly options: WorkplacesOptions) {}

  /** A look-up for several instances by one query; it finds nothing where no recovery project is entitled. */
  async open(
    instances: StoredInstance[],
  ): Promise<
    (instance: StoredInstance, kind: ScheduledWork) => Workplace | undefined
  > {
    const refs = [...new Set(instances.map(({ entityRef }) => entityRef))];
    const byRef = new Map<string, Binding[]>();
    for (const binding of await this.options.bindings.findByEntities(refs)) {
      const known = byRef.get(binding.entityRef) ?? [];
      byRef.set(binding.entityRef, [...known, binding]);
    }
    return (instance, kind) =>
      (byRef.get(instance.entityRef) ?? [])
        .filter(({ environment }) => environment === instance.environment)
        .filter(binding => this.#entitles(binding, kind))
        .map(({ issuer }) => this.#recoveryProjectOf(issuer))
        .find(workplace => workplace !== undefined);
  }

  #recoveryProjectOf(url: string): Workplace | undefined {
    const issuer = this.options.gitlabs.issuers.find(one => one.url === url);
    return issuer && { issuer: url, projectId: issuer.recoveryProject.id };
  }

  /** What a rule confirmed holds only as long as the rule does. */
  #entitles(binding: Binding, kind: ScheduledWork): boolean {
    const { issuer, environment, namespaceId = '' } = binding;
    return (
      binding.status === 'confirmed' &&
      binding.operations.includes(kind) &&
      (binding.origin !== 'config rule' ||
        operationsByRules(this.options.bindingRules, {
          issuer,
          environment,
          namespaceId,
        }).includes(kind))
    );
  }
}
