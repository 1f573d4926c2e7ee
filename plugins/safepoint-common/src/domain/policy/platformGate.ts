import { closedGate, type GatePolicies, type GatePolicy } from '../gatePolicy';

/**
 * What the platform's configuration really says of the gate of an environment, and no default; of
 * production only the words about that very environment, which otherwise is closed.
 */
export function platformGate(
  policies: GatePolicies,
  environment: { name: string; production: boolean },
): Partial<GatePolicy> {
  const name = environment.name.toLocaleLowerCase('en-US');
  const own = Object.hasOwn(policies.environments, name)
    ? policies.environments[name]
    : {};
  return {
    ...policies.base,
    ...(environment.production && closedGate),
    ...own,
  };
}
