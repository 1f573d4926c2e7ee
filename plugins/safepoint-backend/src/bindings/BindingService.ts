import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  type BindableOperation,
  type BindingGround,
  type BindingRule,
  operationsByRules,
  planProposal,
  safepointBindingManagePermission,
  safepointInstanceReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import { audited } from '../audit/audited';
import { isDataStore } from '../catalog/dataStore';
import {
  type EntityDirectory,
  ownersOf,
  refOf,
} from '../catalog/EntityDirectory';
import { bindingMapping } from '../database/BindingStore';
import { portalStores, type PortalStores } from '../database/portalStores';
import type { GitLabs } from '../gitlab/GitLabs';
import type { InstanceRegistry } from '../instances/InstanceRegistry';
import type { Authorizer } from '../permissions/Authorizer';
import type { DurableRecords, RecordDraft } from '../records';
import type { Binding } from './Binding';
import type { EntitlementSource } from './EntitlementSource';
import {
  type AnnotatedProject,
  readProjectAnnotation,
} from './readProjectAnnotation';

type Claim = Parameters<EntitlementSource['findBinding']>[0];
type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface BindingServiceOptions {
  stores: PortalStores;
  records: DurableRecords;
  directory: EntityDirectory;
  instances: InstanceRegistry;
  gitlabs: GitLabs;
  rules: BindingRule[];
  authorizer: Authorizer;
  auditor: AuditorService;
  logger: LoggerService;
}

/**
 * Which GitLab project may act on which entity. Annotations propose; a person with
 * `safepoint.binding.manage`, or a rule of the configuration on the project's namespace, confirms. What a
 * rule confirmed holds only as long as the rule does and the project lies in that namespace.
 */
export class BindingService implements EntitlementSource {
  readonly #options: BindingServiceOptions;

  constructor(options: BindingServiceOptions) {
    this.#options = options;
  }

  async findBinding(claim: Claim): Promise<Binding | undefined> {
    const { stores } = this.#options;
    const binding =
      (await stores.bindings.findByKey(claim)) ?? (await this.#propose(claim));
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

  async #propose(claim: Claim): Promise<Binding | undefined> {
    const { directory, stores } = this.#options;
    const entity = await directory.find(claim.entityRef);
    const ground = entity && (await this.#findGround(entity, claim));
    if (!ground) return undefined;
    const siblings = await stores.bindings.findByEntities([claim.entityRef]);
    const proposal = planProposal({
      ground,
      isDataStore: isDataStore(entity),
      allowedByRules: operationsByRules(this.#options.rules, claim),
      otherProjects: siblings.filter(
        ({ issuer, projectId }) =>
          issuer === claim.issuer && projectId !== claim.projectId,
      ).length,
    });
    const binding = await this.#record({
      id: ulid(),
      entityRef: claim.entityRef,
      environment: claim.environment,
      issuer: claim.issuer,
      projectId: claim.projectId,
      namespaceId: claim.namespaceId,
      ...proposal,
      ...(proposal.status === 'confirmed' && {
        decidedBy: proposal.origin,
        decidedAt: new Date(),
      }),
      revision: 1,
      createdAt: new Date(),
    });
    await this.#showInstance(entity, claim);
    return binding;
  }

  /** Somebody else may propose the same at the same time; then theirs counts. */
  async #record(binding: Binding): Promise<Binding> {
    const { auditor, records, stores } = this.#options;
    const event = {
      eventId: 'binding-propose',
      severityLevel: 'medium' as const,
      meta: describeForAudit(binding),
    };
    await audited(auditor, event, () =>
      records.transaction(async trx => {
        if (await portalStores(trx).bindings.tryInsert(binding)) {
          await records.commit(trx, draftBindingRecord(binding));
        }
      }),
    );
    const kept = await stores.bindings.findByKey(binding);
    if (!kept) throw new ConflictError(`Binding ${binding.id} was not kept.`);
    return kept;
  }

  /** So that the proposal can be seen, and confirmed, on the page of the store. */
  async #showInstance(entity: Entity, claim: Claim): Promise<void> {
    if (!isDataStore(entity)) return;
    try {
      await this.#options.instances.ensure(claim.entityRef, claim.environment);
    } catch (error) {
      this.#options.logger.warn(
        `The proposed binding of ${claim.entityRef} has no instance to be shown at: ${error}`,
      );
    }
  }

  async #findGround(
    entity: Entity,
    claim: Claim,
  ): Promise<BindingGround | undefined> {
    const own = readProjectAnnotation(entity, this.#options.gitlabs.issuers);
    if (own) {
      if (!(await this.#names(own, claim))) return undefined;
      return 'slug' in own ? 'own-slug' : 'own-annotation';
    }
    if (!isDataStore(entity)) return undefined;
    const owners = ownersOf(entity);
    for (const dependent of await this.#options.directory.findDependentsOf(
      entity,
    )) {
      const theirs = readProjectAnnotation(
        dependent,
        this.#options.gitlabs.issuers,
      );
      const sameOwner = ownersOf(dependent).some(owner =>
        owners.includes(owner),
      );
      if (sameOwner && theirs && (await this.#names(theirs, claim))) {
        return 'dependent-of-same-owner';
      }
    }
    return undefined;
  }

  async #names(annotated: AnnotatedProject, claim: Claim): Promise<boolean> {
    if (annotated.issuer !== claim.issuer) return false;
    if ('projectId' in annotated) {
      return annotated.projectId === claim.projectId;
    }
    const client = this.#options.gitlabs.find(annotated.issuer);
    const project = await client
      ?.getProject(annotated.slug)
      .catch(() => undefined);
    return project?.id === claim.projectId;
  }

  #issuerOf(entity: Entity): string | undefined {
    return readProjectAnnotation(entity, this.#options.gitlabs.issuers)?.issuer;
  }
}

function draftBindingRecord(binding: Binding): RecordDraft {
  return {
    type: 'binding',
    id: binding.id,
    revision: binding.revision,
    entityRef: binding.entityRef,
    environment: binding.environment,
    data: bindingMapping.toRecordData(binding),
  };
}

function describeForAudit(binding: Binding) {
  const { id, entityRef, environment, issuer, projectId, status } = binding;
  const operations: BindableOperation[] = [...binding.operations];
  return { id, entityRef, environment, issuer, projectId, status, operations };
}
