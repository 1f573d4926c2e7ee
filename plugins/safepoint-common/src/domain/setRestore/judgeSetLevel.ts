import {
  reachesLevel,
  type VerificationLevel,
  verificationLevels,
} from '../verification';

/** @public */
export interface SetLevel {
  level: VerificationLevel;
  reason: string;
}

/**
 * What a restored set is proven to. L5 is for a whole set whose every store reached L3 and whose assertions
 * across the stores hold; without such assertions it is proven to what its weakest store is, and that is said.
 *
 * @param stores - every store of the set
 * @param acrossStores - whether the assertions across stores hold; undefined where there are none
 * @public
 */
export function judgeSetLevel(
  stores: { entityRef: string; level: VerificationLevel }[],
  acrossStores: boolean | undefined,
): SetLevel {
  const [weakest] = [...stores].sort(
    (one, other) =>
      verificationLevels.indexOf(one.level) -
      verificationLevels.indexOf(other.level),
  );
  if (!weakest) return { level: 'L0', reason: 'there is no store in it' };
  const { entityRef } = weakest;
  // No store by itself is proven to be consistent with another.
  const level = reachesLevel(weakest.level, 'L5') ? 'L4' : weakest.level;
  if (!reachesLevel(level, 'L3')) {
    return { level, reason: `${entityRef} is proven to ${level} only` };
  }
  if (acrossStores) {
    return {
      level: 'L5',
      reason: 'every store is proven, and the assertions across them hold',
    };
  }
  return {
    level,
    reason:
      acrossStores === undefined
        ? 'each store is proven by itself; no assertion across them is named'
        : 'each store is proven by itself; an assertion across them does not hold',
  };
}
