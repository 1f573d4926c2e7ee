import type { BindableOperation } from './binding';

/** Bindings of projects in this namespace need nobody to confirm them. @public */
export interface BindingRule {
  namespaceId: string;
  issuer: string;
  /** `*` for all. */
  environments: string[];
  operations: BindableOperation[];
}

/** What the configured rules allow projects of a namespace to do in an environment. @public */
export function operationsByRules(
  rules: BindingRule[],
  claim: { issuer: string; namespaceId: string; environment: string },
): BindableOperation[] {
  const operations = rules
    .filter(
      rule =>
        rule.issuer === claim.issuer &&
        rule.namespaceId === claim.namespaceId &&
        (rule.environments.includes('*') ||
          rule.environments.includes(claim.environment)),
    )
    .flatMap(rule => rule.operations);
  return [...new Set(operations)];
}
