import {
  directInboxPrefix,
  type DirectPlanContent,
  type DirectScope,
} from '@safepoint/backstage-plugin-safepoint-common';
import { uploadLimits } from '../agent/runs/backupPlans';
import type { Binding } from '../bindings/Binding';
import { bindingMapping } from '../database/BindingStore';
import { type DirectDependencies, proofAudienceOf } from './DirectDependencies';

/** Every content that a plan is published for, from what is confirmed now. */
export async function listPlanContents(
  dependencies: DirectDependencies,
): Promise<DirectPlanContent[]> {
  if (!dependencies.direct.enabled) return [];
  const bindings = await listConfirmed(dependencies);
  const scopes = new Map<string, Binding[]>();
  for (const binding of bindings) {
    const { issuer, projectId, environment } = binding;
    const name = [issuer, projectId, environment].join(' ');
    scopes.set(name, [...(scopes.get(name) ?? []), binding]);
  }
  const contents: DirectPlanContent[] = [];
  for (const own of scopes.values()) {
    const content = await describeScope(dependencies, own[0], own);
    if (content) contents.push(content);
  }
  return contents;
}

async function listConfirmed({
  knex,
  direct,
}: DirectDependencies): Promise<Binding[]> {
  const rows = await knex(bindingMapping.table)
    .where({ status: 'confirmed' })
    .orderBy('id');
  const allowed = (environment: string) =>
    direct.environments.includes('*') ||
    direct.environments.includes(environment);
  return rows
    .map(row => bindingMapping.fromRow(row))
    .filter(({ environment }) => allowed(environment));
}

/** Undefined where nothing could be saved: a plan without a store is none. */
async function describeScope(
  dependencies: DirectDependencies,
  scope: DirectScope,
  bindings: Binding[],
): Promise<DirectPlanContent | undefined> {
  const { config, direct, encryption, signingKeys } = dependencies;
  const { issuer, projectId, environment } = scope;
  const stores = await findStores(dependencies, bindings);
  if (stores.length === 0) return undefined;
  const { kty, crv, x } = signingKeys.current;
  return {
    key: { kty, crv, x },
    issuer,
    projectId,
    environment,
    proofAudience: proofAudienceOf(config.audience),
    inbox: directInboxPrefix(scope),
    stores,
    components: await findComponents(
      dependencies,
      bindings,
      stores.map(({ entityRef }) => entityRef),
    ),
    recipients: encryption.recipients.map(({ recipient }) => recipient),
    limits: {
      maxStoredBytes: direct.maxStoredBytes,
      ...uploadLimits,
    },
  };
}

/** Stores that the portal knows already: making an instance is for a run that it sees. */
async function findStores(
  dependencies: DirectDependencies,
  bindings: Binding[],
): Promise<DirectPlanContent['stores']> {
  const stores: DirectPlanContent['stores'] = [];
  for (const binding of bindings) {
    const { entityRef, environment } = binding;
    const instance = await dependencies.instances.findByEntity(
      entityRef,
      environment,
    );
    if (instance && (await entitles(dependencies, binding, 'backup'))) {
      const { id: instanceId, driver } = instance;
      stores.push({ instanceId, entityRef, driver });
    }
  }
  return stores;
}

/** Components that may be deployed and whose stores are all in the plan: a gate covers everything. */
async function findComponents(
  dependencies: DirectDependencies,
  bindings: Binding[],
  stores: string[],
): Promise<DirectPlanContent['components']> {
  const components: DirectPlanContent['components'] = [];
  for (const binding of bindings) {
    const { entityRef } = binding;
    if (!(await entitles(dependencies, binding, 'deploy'))) continue;
    const dependsOn = await dependencies.entitlements.findStores(entityRef);
    const covered = dependsOn.every(store => stores.includes(store));
    if (dependsOn.length > 0 && covered) {
      components.push({ entityRef, dependsOn });
    }
  }
  return components;
}

/** A binding that a rule confirmed entitles only as long as the rule does. */
async function entitles(
  { entitlements }: DirectDependencies,
  binding: Binding,
  operation: 'backup' | 'deploy',
): Promise<boolean> {
  if (!binding.operations.includes(operation)) return false;
  const { entityRef, environment, issuer, projectId, namespaceId } = binding;
  const found = await entitlements.findBinding({
    entityRef,
    environment,
    issuer,
    projectId,
    namespaceId: namespaceId ?? '',
    operation,
  });
  return found !== undefined;
}
