import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  operationsByRules,
  safepointBindingManagePermission,
  safepointInstanceReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../audit/audited';
import { isDataStore } from '../catalog/dataStore';
import { refOf } from '../catalog/EntityDirectory';
import { portalStores } from '../database/portalStores';
import type { Authorizer } from '../permissions/Authorizer';
import type { Binding } from './Binding';
import {
  BindingProposer,
  type BindingProposerOptions,
} from './BindingProposer';
import { describeForAudit, draftBindingRecord } from './bindingRecords';
import type { EntitlementSource } from './EntitlementSource';
import { readProjectAnnotation } from './readProjectAnnotation';

type Claim = Parameters<EntitlementSource['findBinding']>[0];
type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface BindingServiceOptions extends BindingProposerOptions {
  authorizer: Authorizer;
}

/**
 * Which GitLab project may act on which entity. Annotations propose; a person with
 * `safepoint.binding.manage`, or a rule of the configuration on the project's namespace, confirms. What a
 * rule confirmed holds only as long as the rule does and the project lies in that namespace.
 */
export class BindingService implements EntitlementSource {
  readonly #options: BindingServiceOptions;
  readonly #proposer: BindingProposer;

  constructor(options: BindingServiceOptions) {
    this.#options = options;
    this.#proposer = new BindingProposer(options);
  }

  async findBinding(claim: Claim): Promise<Binding | undefined> {
    const { stores } = this.#options;
    const binding =
      (await stores.bindings.findByKey(claim)) ??
      (await this.#proposer.propose(claim));
    if (binding?.status !== 'confirmed') return undefined;
    return this.#entitles(binding, claim) ? binding : undefined;
  }

  async findComponents(
    claim: Parameters<EntitlementSource['findComponents']>[0],
  ): Promise<string[]> {
    const { directory, gitlabs, stores } = this.#options;
    // Without GitLab's answer the path is unknown, and those who are annotated by path stay unfound.
    const project = await gitlabs
      .find(claim.issuer)
      ?.getProject(claim.projectId)
      .catch(() => undefined);
    const annotated = await directory.findByProject({
      id: claim.projectId,
      path: project?.path,
    });
    const named = annotated.filter(
      entity => !isDataStore(entity) && this.#issuerOf(entity) === claim.issuer,
    );
    const bound = await stores.bindings.findByProject(claim);
    const components = bound
      .filter(({ operations }) => operations.includes('deploy'))
      .map(({ entityRef }) => entityRef);
    return [...new Set([...named.map(refOf), ...components])].sort();
  }

  async findStores(componentRef: string): Promise<string[]> {
    const { directory } = this.#options;
    const entity = await directory.find(componentRef);
    return entity ? (await directory.findStoresOf(entity)).map(refOf) : [];
  }

  async findDependents(storeRef: string): Promise<string[]> {
    const { directory } = this.#options;
    const entity = await directory.find(storeRef);
    return entity ? (await directory.findDependentsOf(entity)).map(refOf) : [];
  }

  async confirm(id: string, credentials: UserCredentials): Promise<Binding> {
    const binding = await this.#findForManager(id, credentials);
    if (binding.status === 'confirmed') return binding;
    return this.#decide(binding, 'confirmed', credentials);
  }

  async revoke(id: string, credentials: UserCredentials): Promise<Binding> {
    const binding = await this.#findForManager(id, credentials);
    if (binding.status === 'revoked') return binding;
    return this.#decide(binding, 'revoked', credentials);
  }

  async #findForManager(id: string, credentials: UserCredentials) {
    const { authorizer, stores } = this.#options;
    const binding = await stores.bindings.find(id);
    const visible =
      binding &&
      (await authorizer.may(
        safepointInstanceReadPermission,
        binding.entityRef,
        credentials,
      ));
    if (!visible) throw new NotFoundError(`There is no binding ${id}.`);
    await authorizer.require(
      safepointBindingManagePermission,
      binding.entityRef,
      credentials,
      'To confirm or revoke what a project may do, you need safepoint.binding.manage for this entity.',
    );
    return binding;
  }

  async #decide(
    binding: Binding,
    status: 'confirmed' | 'revoked',
    credentials: UserCredentials,
  ): Promise<Binding> {
    const { auditor, records } = this.#options;
    const by = credentials.principal.userEntityRef;
    const event = {
      eventId: `binding-${status === 'confirmed' ? 'confirm' : 'revoke'}`,
      severityLevel: 'high' as const,
      meta: { ...describeForAudit(binding), by },
    };
    return audited(auditor, event, () =>
      records.transaction(async trx => {
        const changed = await portalStores(trx).bindings.update(binding, {
          status,
          origin: by,
          decidedBy: by,
          decidedAt: new Date(),
        });
        await records.commit(trx, draftBindingRecord(changed));
        return changed;
      }),
    );
  }

  #entitles(binding: Binding, claim: Claim): boolean {
    if (!binding.operations.includes(claim.operation)) return false;
    return (
      binding.origin !== 'config rule' ||
      operationsByRules(this.#options.rules, claim).includes(claim.operation)
    );
  }

  #issuerOf(entity: Entity): string | undefined {
    return readProjectAnnotation(entity, this.#options.gitlabs.issuers)?.issuer;
  }
}
