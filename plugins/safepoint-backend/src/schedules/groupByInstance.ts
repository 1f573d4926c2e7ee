/** By instance, in the order given. */
export function groupByInstance<T extends { instanceId: string }>(
  items: T[],
): (instanceId: string) => T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.instanceId);
    if (group) group.push(item);
    else groups.set(item.instanceId, [item]);
  }
  return instanceId => groups.get(instanceId) ?? [];
}
