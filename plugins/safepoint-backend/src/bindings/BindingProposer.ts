import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import {
  type BindingGround,
  type BindingRule,
  operationsByRules,
  planProposal,
} from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import { audited } from '../audit/audited';
import { isDataStore } from '../catalog/dataStore';
import { type EntityDirectory, ownersOf } from '../catalog/EntityDirectory';
import { portalStores, type PortalStores } from '../database/portalStores';
import type { GitLabs } from '../gitlab/GitLabs';
import type { InstanceRegistry } from '../instances/InstanceRegistry';
import type { DurableRecords } from '../records';
import type { Binding } from './Binding';
import { describeForAudit, draftBindingRecord } from './bindingRecords';
import type { EntitlementSource } from './EntitlementSource';
import {
  type AnnotatedProject,
  readProjectAnnotation,
} from './readProjectAnnotation';

type Claim = Parameters<EntitlementSource['findBinding']>[0];

export interface BindingProposerOptions {
  stores: PortalStores;
  records: DurableRecords;
  directory: EntityDirectory;
  instances: InstanceRegistry;
  gitlabs: GitLabs;
  rules: BindingRule[];
  auditor: AuditorService;
  logger: LoggerService;
}

/** Writes down, once, the binding that a claim gives ground for; whether it entitles is said elsewhere. */
export class BindingProposer {
  readonly #options: BindingProposerOptions;

  constructor(options: BindingProposerOptions) {
    this.#options = options;
  }

  /** Undefined where nothing in the catalog speaks for the claim. */
  async propose(claim: Claim): Promise<Binding | undefined> {
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
}
