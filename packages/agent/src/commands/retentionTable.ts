import {
  formatDuration,
  type RetentionDecisionView,
  type RetentionPlanView,
} from '@safepoint/backstage-plugin-safepoint-common';

const columns = ['state', 'recovery point', 'becomes', 'why'];

/** The plan as lines for people: whose it is, a row for each point, and the sum. */
export function renderRetentionPlan(plan: RetentionPlanView): string[] {
  const title = `${plan.entityRef} in ${plan.environment}`;
  if (plan.undecided) {
    return [
      `${title}: nothing is decided, so nothing is deleted.`,
      plan.undecided,
    ];
  }
  const rows = plan.items.map(toRow);
  const widths = columns.map((name, index) =>
    Math.max(name.length, ...rows.map(row => row[index].length)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, index) =>
        index < cells.length - 1 ? cell.padEnd(widths[index]) : cell,
      )
      .join('  ')
      .trimEnd();
  return [
    `${title}${describeRules(plan)}`,
    line(columns),
    ...rows.map(line),
    describeSum(plan),
  ];
}

function describeRules({ policy, rules }: RetentionPlanView): string {
  if (!rules) return '';
  const { last, daily, weekly, monthly, yearly } = rules;
  const counts = Object.entries({ last, daily, weekly, monthly, yearly })
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
  return `, policy ${policy}: ${counts}`;
}

function toRow(decision: RetentionDecisionView): string[] {
  const { point, reasons } = decision;
  return [
    toMinute(point.stateAt ?? point.createdAt),
    point.id,
    describeOutcome(decision),
    reasons.map(({ message }) => message).join(' '),
  ];
}

function describeOutcome({
  point,
  keep,
  deletableFrom,
  deleteAfter,
}: RetentionDecisionView): string {
  if (keep) {
    return deletableFrom ? `stays until ${toDay(deletableFrom)}` : 'stays';
  }
  const when = deleteAfter ? `, deleted from ${toMinute(deleteAfter)}` : '';
  return `${point.status === 'expired' ? 'planned to go' : 'goes'}${when}`;
}

function describeSum({ items, deletes, graceSeconds }: RetentionPlanView) {
  const going = items.filter(({ keep }) => !keep).length;
  const sum = `${going} of ${items.length} recovery points go`;
  return deletes
    ? `${sum}, ${formatDuration(graceSeconds)} after they were planned to.`
    : `${sum}; this portal only plans and deletes nothing.`;
}

function toDay(moment: string): string {
  return new Date(moment).toISOString().slice(0, 10);
}

function toMinute(moment: string): string {
  return `${toDay(moment)} ${new Date(moment).toISOString().slice(11, 16)}Z`;
}
