/** What lists are filtered and sorted by. */
interface Listed {
  id: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Applies `updated_after`, `updated_before`, `created_after` and `created_before`. */
export function filterByTime<T extends Listed>(
  items: readonly T[],
  query: URLSearchParams,
): T[] {
  const limit = (name: string) => {
    const value = query.get(name);
    return value === null ? undefined : new Date(value).getTime();
  };
  const updatedAfter = limit('updated_after');
  const updatedBefore = limit('updated_before');
  const createdAfter = limit('created_after');
  const createdBefore = limit('created_before');
  return items.filter(
    item =>
      (updatedAfter === undefined || item.updatedAt.getTime() > updatedAfter) &&
      (updatedBefore === undefined ||
        item.updatedAt.getTime() < updatedBefore) &&
      (createdAfter === undefined || item.createdAt.getTime() > createdAfter) &&
      (createdBefore === undefined || item.createdAt.getTime() < createdBefore),
  );
}

/** Applies `order_by` (id, created_at, updated_at) and `sort`. */
export function sortBy<T extends Listed>(
  items: readonly T[],
  query: URLSearchParams,
  defaultSort: 'asc' | 'desc',
): T[] {
  const key = (item: T) => {
    if (query.get('order_by') === 'updated_at') return item.updatedAt.getTime();
    if (query.get('order_by') === 'created_at') return item.createdAt.getTime();
    return item.id;
  };
  const direction = (query.get('sort') ?? defaultSort) === 'asc' ? 1 : -1;
  return [...items].sort(
    (a, b) => direction * (key(a) - key(b) || a.id - b.id),
  );
}
