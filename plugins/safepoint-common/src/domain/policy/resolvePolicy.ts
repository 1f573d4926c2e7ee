import type { Entity } from '@backstage/catalog-model';
import type { ApprovalFloors } from '../approval';
import { defaultGatePolicy, type GatePolicies } from '../gatePolicy';
import type { Objectives } from '../objectives';
import { checkReach } from './checkReach';
import { platformGate } from './platformGate';
import { PolicyAssembly } from './PolicyAssembly';
import type { ResolvedPolicy } from './PolicyExplanation';
import {
  nameOfPolicy,
  readPolicyName,
  SAFEPOINT_POLICY_ANNOTATION,
} from './policyRef';
import { type PolicySelector, selectorMatches } from './PolicySelector';
import type {
  PolicyReading,
  RecoveryPolicy,
  StatedRules,
} from './RecoveryPolicy';
import { defaultRetention } from './RetentionRules';

/** What the platform's configuration says for everything, whatever policies say. @public */
export interface PlatformRules {
  /** Where no policy says otherwise. */
  objectives: Objectives;
  /** What is said in it is a floor for every policy. */
  gate: GatePolicies;
  /** A floor for every policy. */
  approvals: ApprovalFloors;
}

/** @public */
export interface PolicyQuestion {
  /** Absent where the catalog does not know it any more: then the default holds. */
  entity?: Entity;
  environment: { name: string; production: boolean };
  selectors: readonly PolicySelector[];
  /** By reference. */
  policies: ReadonlyMap<string, PolicyReading>;
  platform: PlatformRules;
}

/**
 * The rules of an entity in an environment. The first selector that matches sets the floor, else the safe
 * default does, also where the policy that a selector names cannot be read. What app-config says of gates
 * and approvals holds whatever a policy says. The entity's annotation may only strengthen, rule by rule.
 *
 * The safe default schedules nothing. A schedule needs a recovery project that reaches the store, and an hour
 * that somebody chose who knows its load; one that nobody set up would fail, and a false alarm on every
 * store is how the true ones are missed. It is not silent either: the RPO runs out and is told.
 *
 * @public
 */
export function resolvePolicy(question: PolicyQuestion): ResolvedPolicy {
  const assembly = new PolicyAssembly();
  const problems: string[] = [];
  stateDefault(assembly, question);
  const floor = stateFloor(assembly, question, problems);
  assembly.strengthen(platformFloor(question), {
    from: 'app-config',
    reason: 'App-config sets a floor for every policy.',
  });
  assembly.settle();
  const annotated = readAnnotated(question, problems);
  const ignored = annotated
    ? assembly.strengthen(annotated.rules, {
        from: 'annotation',
        reason: `The annotation names ${annotated.name}, which says so.`,
      })
    : [];
  const rules = assembly.finish();
  const policy = {
    name: floor.name,
    ...(annotated &&
      assembly.has('annotation') && { strengthenedBy: annotated.name }),
    ...rules,
  };
  return {
    policy,
    floor: floor.reason,
    explanation: assembly.explain(),
    ignored,
    problems: [...problems, ...checkReach(policy)],
  };
}

function stateDefault(
  assembly: PolicyAssembly,
  { environment, platform }: PolicyQuestion,
): void {
  const nothing = platformStated({});
  assembly.state(
    {
      ...nothing,
      backups: { baseline: true },
      gate: defaultGatePolicy,
      retention: defaultRetention,
      notify: ['owner'],
    },
    { from: 'default', reason: 'No policy says otherwise.' },
  );
  assembly.state(
    {
      ...nothing,
      objectives: platform.objectives,
      gate: platformGate(platform.gate, environment),
      approvals: platform.approvals,
    },
    { from: 'app-config', reason: 'No policy says otherwise.' },
  );
}

function platformFloor({ environment, platform }: PolicyQuestion): StatedRules {
  return platformStated({
    gate: platformGate(platform.gate, environment),
    approvals: {
      ...platform.approvals,
      production: Math.max(1, platform.approvals.production),
    },
  });
}

function platformStated(rules: Partial<StatedRules>): StatedRules {
  return {
    objectives: {},
    backups: {},
    gate: {},
    retention: {},
    drills: {},
    approvals: {},
    approvers: {},
    ...rules,
  };
}

function stateFloor(
  assembly: PolicyAssembly,
  { entity, environment, selectors, policies }: PolicyQuestion,
  problems: string[],
): { name: string; reason: string } {
  const unknown = { name: 'default', reason: 'The catalog does not know it.' };
  if (!entity) return unknown;
  const index = selectors.findIndex(selector =>
    selectorMatches(selector, entity, environment.name),
  );
  if (index < 0) {
    return {
      name: 'default',
      reason: 'No selector of safepoint.policies.selectors matches it.',
    };
  }
  const { match, policy: ref } = selectors[index];
  const by = `Selector ${index + 1} of safepoint.policies.selectors (${
    describeMatch(match) || 'everything'
  })`;
  const policy = readNamed(ref, by, policies, problems);
  if (!policy) {
    return {
      name: 'default',
      reason: `${by} names ${nameOfPolicy(ref)}, which cannot be used.`,
    };
  }
  assembly.state(policy.rules, {
    from: 'policy',
    reason: `${policy.name} says so.`,
  });
  return { name: policy.name, reason: `${by} gives it ${policy.name}.` };
}

function readAnnotated(
  { entity, policies }: PolicyQuestion,
  problems: string[],
): RecoveryPolicy | undefined {
  const text = entity?.metadata.annotations?.[SAFEPOINT_POLICY_ANNOTATION];
  if (!text) return undefined;
  const by = `The annotation ${SAFEPOINT_POLICY_ANNOTATION}`;
  const ref = readPolicyName(text);
  if (!ref) {
    problems.push(
      `${by} is '${text}', which is no name of a policy; write one, such as gold.`,
    );
    return undefined;
  }
  return readNamed(ref, by, policies, problems);
}

/** A policy that is not there or cannot be read makes a problem, and leaves everything as it is. */
function readNamed(
  ref: string,
  by: string,
  policies: ReadonlyMap<string, PolicyReading>,
  problems: string[],
): RecoveryPolicy | undefined {
  const reading = policies.get(ref);
  if (reading?.outcome === 'valid') return reading.policy;
  const name = nameOfPolicy(ref);
  problems.push(
    reading
      ? `${by} names the policy ${name}, which is not valid: ${reading.problems
          .map(({ path, message }) => `${path}: ${message}`)
          .join('; ')}.`
      : `${by} names the policy ${name}, which is not in the catalog, or not from one of safepoint.policies.locations.`,
  );
  return undefined;
}

function describeMatch(match: PolicySelector['match']): string {
  return Object.entries(match)
    .map(([key, values]) => `${key}: ${values?.join(', ')}`)
    .join('; ');
}
