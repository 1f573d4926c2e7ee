import {
  combineVerdicts,
  describeServiceGate,
  type EntityRecoveryView,
  type EnvironmentRecoveryView,
  type GatePolicies,
  type InstanceRecoveryView,
  resolveGatePolicy,
  SAFEPOINT_ENVIRONMENTS_ANNOTATION,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Binding } from '../bindings/Binding';
import { isDataStore } from '../catalog/dataStore';
import { describeInstance } from './describeInstance';
import type { PageFacts, RecoveryPage } from './RecoveryPage';
import { toDeploymentView } from './toApi';

const deploymentsOnPage = 20;

export interface RecoveryPageRules {
  gate: GatePolicies;
  isProduction: (environment: string) => boolean;
}

/** The Recovery tab of one entity, environment by environment. Pure: all that it needs is given. */
export function describeRecoveryPage(
  page: RecoveryPage,
  rules: RecoveryPageRules,
): EntityRecoveryView {
  const seen = new Set(page.facts.map(({ instance }) => instance.entityRef));
  const uncovered = [...page.storesByRef.keys()].filter(ref => !seen.has(ref));
  return {
    entityRef: page.entityRef,
    asOf: page.now.toISOString(),
    environments: environmentsOf(page).map(environment =>
      describeEnvironment(environment, page, rules, uncovered.length > 0),
    ),
    uncovered,
  };
}

function describeEnvironment(
  environment: string,
  page: RecoveryPage,
  rules: RecoveryPageRules,
  anyUncovered: boolean,
): EnvironmentRecoveryView {
  const production = rules.isProduction(environment);
  const inEnvironment = page.bindings.filter(
    binding => binding.environment === environment,
  );
  const instances = page.facts
    .filter(({ instance }) => instance.environment === environment)
    .map(facts => describeFacts(facts, page, { production, inEnvironment }));
  const deployments = page.deployments.filter(
    deployment => deployment.environment === environment,
  );
  const { mode } = resolveGatePolicy(rules.gate, {
    name: environment,
    production,
  });
  return {
    environment,
    production,
    verdict: combineVerdicts({
      instances: instances.map(({ posture }) => posture.verdict),
      anyUncovered,
    }),
    instances,
    deployments: deployments.slice(0, deploymentsOnPage).map(toDeploymentView),
    // A data store is not deployed; its page lists what others are.
    ...(!isDataStore(page.entity) && {
      gate: describeServiceGate(deployments, mode),
    }),
    mayMark: page.mayMark,
  };
}

function describeFacts(
  facts: PageFacts,
  page: RecoveryPage,
  context: { production: boolean; inEnvironment: Binding[] },
): InstanceRecoveryView {
  const { id, entityRef } = facts.instance;
  const isOwn = (binding: Binding) => binding.entityRef === entityRef;
  return describeInstance({
    facts,
    title: page.storesByRef.get(entityRef)?.metadata.title,
    production: context.production,
    posture: facts.posture,
    bindings: context.inEnvironment.filter(isOwn),
    otherBindings: context.inEnvironment.filter(
      binding =>
        !isOwn(binding) &&
        binding.entityRef === page.entityRef &&
        !page.storesByRef.has(binding.entityRef),
    ),
    requests: page.requests.filter(({ request }) => request.instanceId === id),
    may: page.may.get(entityRef) ?? {
      backup: false,
      drill: false,
      restore: false,
      manageBindings: false,
    },
  });
}

/** Where anything was recorded, and where the entity says that it runs. */
function environmentsOf(page: RecoveryPage): string[] {
  const declared =
    page.entity.metadata.annotations?.[SAFEPOINT_ENVIRONMENTS_ANNOTATION] ?? '';
  return [
    ...new Set([
      ...page.facts.map(({ instance }) => instance.environment),
      ...page.deployments.map(({ environment }) => environment),
      ...page.bindings.map(({ environment }) => environment),
      ...declared
        .split(',')
        .map(name => name.trim())
        .filter(Boolean),
    ]),
  ].sort();
}
