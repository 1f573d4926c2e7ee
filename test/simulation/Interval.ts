/** From `from` on and before `until`, in milliseconds since 1970. */
export interface Interval {
  from: number;
  until: number;
}

export function contains({ from, until }: Interval, at: number): boolean {
  return from <= at && at < until;
}

/** Those with no more than `gap` between them as one; `intervals` in the order of their beginnings. */
export function merge(intervals: Interval[], gap: number): Interval[] {
  const merged: Interval[] = [];
  for (const one of intervals.filter(({ from, until }) => from < until)) {
    const last = merged.at(-1);
    if (last && one.from - last.until <= gap) {
      last.until = Math.max(last.until, one.until);
    } else merged.push({ ...one });
  }
  return merged;
}
