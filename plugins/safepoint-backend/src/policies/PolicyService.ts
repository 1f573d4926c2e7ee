import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  type EntityPolicyView,
  type ExplainedPolicyView,
  SAFEPOINT_ENVIRONMENTS_ANNOTATION,
  safepointInstanceReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import { type EntityDirectory, refOf } from '../catalog/EntityDirectory';
import type { PortalStores } from '../database/portalStores';
import type { Authorizer } from '../permissions/Authorizer';
import type { CatalogPolicySource } from './CatalogPolicySource';
import type { Governed } from './PolicySource';

export interface PolicyServiceOptions {
  policies: Pick<CatalogPolicySource, 'explainAll'>;
  directory: Pick<EntityDirectory, 'find' | 'findStoresOf'>;
  stores: Pick<PortalStores, 'instances'>;
  authorizer: Authorizer;
  isProduction: (environment: string) => boolean;
}

/** Which policies hold for an entity and for the data stores that it depends on, and why. */
export class PolicyService {
  constructor(private readonly options: PolicyServiceOptions) {}

  /** @param environment - only this one, whether anything was recorded in it or not */
  async explain(
    entityRef: string,
    environment: string | undefined,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<EntityPolicyView> {
    const { authorizer, directory, policies } = this.options;
    const [entity, visible] = await Promise.all([
      directory.find(entityRef),
      authorizer.may(safepointInstanceReadPermission, entityRef, credentials),
    ]);
    if (!entity || !visible) {
      throw new NotFoundError(`There is no entity ${entityRef}.`);
    }
    const governed = await this.#findGoverned(entity, environment, credentials);
    const resolved = await policies.explainAll(governed);
    return {
      entityRef,
      items: resolved.map((one, index) => this.#toView(governed[index], one)),
    };
  }

  async #findGoverned(
    entity: Entity,
    environment: string | undefined,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<Governed[]> {
    const { authorizer, directory, stores } = this.options;
    const related = await directory.findStoresOf(entity);
    const refs = [...new Set([entity, ...related].map(refOf))];
    const answers = await authorizer.mayEach(
      refs.map(resourceRef => ({
        permission: safepointInstanceReadPermission,
        resourceRef,
      })),
      credentials,
    );
    const visible = refs.filter((_, index) => answers[index]);
    const instances = await stores.instances.findByEntities(visible);
    const environments = environment
      ? [environment]
      : [
          ...new Set([
            ...instances.map(instance => instance.environment),
            ...declaredEnvironments(entity),
          ]),
        ].sort();
    return environments.flatMap(name =>
      visible.map(entityRef => ({ entityRef, environment: name })),
    );
  }

  #toView(
    { entityRef, environment }: Governed,
    resolved: Awaited<ReturnType<CatalogPolicySource['explain']>>,
  ): ExplainedPolicyView {
    const { policy, floor, explanation, ignored, problems } = resolved;
    return {
      entityRef,
      environment,
      production: this.options.isProduction(environment),
      name: policy.name,
      ...(policy.strengthenedBy && { strengthenedBy: policy.strengthenedBy }),
      floor,
      explanation,
      ignored,
      problems,
    };
  }
}

function declaredEnvironments({ metadata }: Entity): string[] {
  return (metadata.annotations?.[SAFEPOINT_ENVIRONMENTS_ANNOTATION] ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(Boolean);
}
