import type { Entity } from '@backstage/catalog-model';
import {
  type EffectivePolicy,
  type PlatformRules,
  type PolicySettings,
  type ResolvedPolicy,
  resolvePolicy,
  SAFEPOINT_POLICY_ANNOTATION,
  selectorMatches,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { CatalogView, Policies } from './CatalogView';
import type { Governed, PolicySource } from './PolicySource';

export interface CatalogPolicySourceOptions {
  view: Pick<CatalogView, 'policies' | 'entities'>;
  selectors: PolicySettings['selectors'];
  platform: PlatformRules;
  isProduction: (environment: string) => boolean;
}

const knownAtMost = 5_000;

/** Policies of the catalog, by the platform's selectors and the annotations of entities. */
export class CatalogPolicySource implements PolicySource {
  readonly #options: CatalogPolicySourceOptions;
  /** Entities that are alike have the same policy, and there are few kinds of them. */
  #resolved = new Map<string, ResolvedPolicy>();
  #policies?: Policies;

  constructor(options: CatalogPolicySourceOptions) {
    this.#options = options;
  }

  async policyOf(governed: Governed): Promise<EffectivePolicy> {
    return (await this.explain(governed)).policy;
  }

  async policiesOf(governed: Governed[]): Promise<EffectivePolicy[]> {
    const all = await this.explainAll(governed);
    return all.map(({ policy }) => policy);
  }

  /** The policy, and why it is what it is. */
  async explain(governed: Governed): Promise<ResolvedPolicy> {
    return (await this.explainAll([governed]))[0];
  }

  async explainAll(governed: Governed[]): Promise<ResolvedPolicy[]> {
    if (governed.length === 0) return [];
    const { view } = this.#options;
    const [policies, entities] = await Promise.all([
      view.policies(),
      view.entities(governed.map(({ entityRef }) => entityRef)),
    ]);
    if (policies !== this.#policies || this.#resolved.size > knownAtMost) {
      this.#policies = policies;
      this.#resolved = new Map();
    }
    return governed.map(({ entityRef, environment }) =>
      this.#resolve(entities.get(entityRef), environment, policies),
    );
  }

  #resolve(
    entity: Entity | undefined,
    environment: string,
    policies: Policies,
  ): ResolvedPolicy {
    const { selectors, platform, isProduction } = this.#options;
    const key = JSON.stringify([
      entity !== undefined,
      entity &&
        selectors.findIndex(selector =>
          selectorMatches(selector, entity, environment),
        ),
      entity?.metadata.annotations?.[SAFEPOINT_POLICY_ANNOTATION],
      environment,
    ]);
    const known = this.#resolved.get(key);
    if (known) return known;
    const resolved = resolvePolicy({
      entity,
      environment: { name: environment, production: isProduction(environment) },
      selectors,
      policies,
      platform,
    });
    this.#resolved.set(key, resolved);
    return resolved;
  }
}
