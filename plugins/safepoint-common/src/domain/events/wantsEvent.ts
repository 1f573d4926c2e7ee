/** What an endpoint wants to hear of; every list that is given must hold. @public */
export interface EventFilter {
  /** Types, or the beginning of some followed by `*`. */
  types: string[];
  /** Absent: all. */
  environments?: string[];
  /** Entity references in lower case. Absent: all. */
  entities?: string[];
}

/** @public */
export function wantsEvent(
  filter: EventFilter,
  event: { type: string; environment: string; entityRef: string },
): boolean {
  const { entities, environments, types } = filter;
  return (
    types.some(pattern => matchesType(pattern, event.type)) &&
    (environments?.includes(event.environment) ?? true) &&
    (entities?.includes(event.entityRef) ?? true)
  );
}

function matchesType(pattern: string, type: string): boolean {
  return pattern.endsWith('*')
    ? type.startsWith(pattern.slice(0, -1))
    : type === pattern;
}
