import {
  combineVerdicts,
  describeServiceGate,
  type EntityRecoveryView,
  type EnvironmentRecoveryView,
  type InstanceRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Binding } from '../bindings/Binding';
import { describeInstance } from './describeInstance';
import { environmentsOf } from './environmentsOf';
import type { PageFacts, RecoveryPage } from './RecoveryPage';
import { toDeploymentView } from './toApi';

const deploymentsOnPage = 20;

export interface RecoveryPageRules {
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
  const gateMode = page.gateModes.get(environment);
  return {
    environment,
    production,
    verdict: combineVerdicts({
      instances: instances.map(({ posture }) => posture.verdict),
      anyUncovered,
    }),
    instances,
    deployments: deployments.slice(0, deploymentsOnPage).map(toDeploymentView),
    ...(gateMode && { gate: describeServiceGate(deployments, gateMode) }),
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
