import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  bindableOperations,
  type BindableOperation,
  type BindingRule,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { ConfigProblems } from './ConfigProblems';
import { readNumericId } from './values/readNumericId';
import { withoutSlash } from './values/withoutSlash';

/** `safepoint.gitlab.bindings.rules`; each belongs to one of the issuers of these URLs. */
export function readBindingRules(
  config: Config,
  issuers: string[],
  problems: ConfigProblems,
): BindingRule[] {
  const rules = problems.attempt(
    () => config.getOptionalConfigArray('gitlab.bindings.rules') ?? [],
  );
  return (rules ?? []).map(rule =>
    problems.attempt(() => readBindingRule(rule, issuers)),
  );
}

function readBindingRule(config: Config, issuers: string[]): BindingRule {
  const named = config.getOptionalString('issuer');
  const issuer = named
    ? withoutSlash(named)
    : issuers.length === 1 && issuers[0];
  if (!issuer || !issuers.includes(issuer)) {
    throw new InputError(
      `A rule of safepoint.gitlab.bindings.rules must name one of the issuers ${issuers.join(
        ', ',
      )}.`,
    );
  }
  const operations = config.getStringArray('operations');
  const unknown = operations.filter(
    operation => !bindableOperations.includes(operation as BindableOperation),
  );
  if (unknown.length > 0) {
    throw new InputError(
      `safepoint.gitlab.bindings.rules knows no operation ${unknown.join(
        ', ',
      )}; it must be of ${bindableOperations.join(', ')}.`,
    );
  }
  return {
    namespaceId: readNumericId(config, 'namespaceId'),
    issuer,
    environments: config.getStringArray('environments'),
    // Every one of them was found in the list above.
    operations: operations as BindableOperation[],
  };
}
