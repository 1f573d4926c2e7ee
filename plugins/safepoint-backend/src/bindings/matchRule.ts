import type { BindingRule } from '../config';
import type { BindableOperation } from './Binding';

/** What the configured rules allow projects of a namespace to do in an environment. */
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
