/** A recovery point of a set that is to be restored, and the store that it goes to. @public */
export interface SetRestoreMember {
  recoveryPointId: string;
  instanceId: string;
  entityRef: string;
  /** The data stores that this one depends on in the catalog; those outside of the set do not matter. */
  dependsOn: string[];
}

/** @public */
export type SetRestorePlan =
  | {
      outcome: 'planned';
      /** In the order of restoring and of switching; undoing goes backwards. */
      order: SetRestoreMember[];
      reasons: string[];
    }
  | { outcome: 'refused'; problems: string[] };

/**
 * In which order the stores of a set are restored: what others depend on first, and otherwise as given. A
 * circle has no first, so it is refused, and so is a set of which a store is there twice.
 *
 * @param members - every point of the set, in the order that holds where no store depends on another
 * @public
 */
export function planSetRestore(members: SetRestoreMember[]): SetRestorePlan {
  const problems = findProblems(members);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const left = [...members];
  const order: SetRestoreMember[] = [];
  while (left.length > 0) {
    const next = left.findIndex(member => waitsFor(member, left).length === 0);
    if (next === -1)
      return { outcome: 'refused', problems: [tellCircle(left)] };
    order.push(...left.splice(next, 1));
  }
  return { outcome: 'planned', order, reasons: explain(order) };
}

function findProblems(members: SetRestoreMember[]): string[] {
  const refs = members.map(({ entityRef }) => entityRef);
  const twice = [
    ...new Set(refs.filter((ref, at) => refs.indexOf(ref) !== at)),
  ];
  return [
    ...(members.length < 2
      ? [
          'A set has two recovery points or more; restore a single one by itself.',
        ]
      : []),
    ...twice.map(ref => `The set holds ${ref} twice.`),
  ];
}

/** Of the others that are left, those that must come before it. */
function waitsFor(
  { entityRef, dependsOn }: SetRestoreMember,
  left: SetRestoreMember[],
): string[] {
  return left
    .map(other => other.entityRef)
    .filter(other => other !== entityRef && dependsOn.includes(other));
}

function tellCircle(left: SetRestoreMember[]): string {
  return `The data stores depend on each other in a circle (${left
    .map(
      member =>
        `${member.entityRef} on ${waitsFor(member, left).join(' and ')}`,
    )
    .join(
      '; ',
    )}), so none of them can come first. Correct dependsOn in the catalog.`;
}

function explain(order: SetRestoreMember[]): string[] {
  return order.flatMap((member, at) => {
    const before = waitsFor(member, order.slice(0, at));
    return before.length > 0
      ? [
          `${member.entityRef} comes after ${before.join(
            ' and ',
          )}, which it depends on.`,
        ]
      : [];
  });
}
