import type {
  EntityPolicyView,
  ExplainedPolicyView,
} from '@safepoint/backstage-plugin-safepoint-common';

/** The rules and their reasons, for a terminal. */
export function renderPolicies({
  entityRef,
  items,
}: EntityPolicyView): string[] {
  if (items.length === 0) {
    return [
      `Nothing of ${entityRef} is recorded in any environment; name one with --environment.`,
    ];
  }
  return items.flatMap((item, index) => [
    ...(index > 0 ? [''] : []),
    ...renderPolicy(item),
  ]);
}

function renderPolicy(item: ExplainedPolicyView): string[] {
  const strengthened = item.strengthenedBy
    ? `, strengthened by ${item.strengthenedBy}`
    : '';
  const width = Math.max(...item.explanation.map(({ rule }) => rule.length));
  return [
    `${item.entityRef} in ${item.environment}: ${item.name}${strengthened}`,
    item.floor,
    ...item.problems.map(problem => `PROBLEM: ${problem}`),
    ...item.explanation.map(
      ({ rule, value, from, reason }) =>
        `  ${rule.padEnd(width)}  ${value}  (${from}: ${reason})`,
    ),
    ...item.ignored.map(
      ({ rule, value, reason }) => `  ignored ${rule} ${value}: ${reason}`,
    ),
  ];
}
