import { judgeMeasures } from './judgeMeasure';
import { judgeTables } from './judgeTables';
import type { UnusualWarning } from './UnusualWarning';
import { minimumHistory, type UsualSample, usualWindow } from './UsualSample';

/**
 * What of a recovery point is far from the points of the same store before it: the sign of an empty dump, a
 * lost table or encrypted data. Empty if nothing is, or if there are too few points to say.
 *
 * Each measure is expected on the robust line (Theil and Sen) through the logarithms of the last points, and
 * is unusual where it is further from it than six times their scatter (from the median distance), and than a
 * factor of its own. So a steady growth is usual, a few wild points before it change nothing, and a jump that
 * lasts is usual again when most of the points have made it. Points without a row are left out of what is
 * usual: an empty dump never becomes so.
 *
 * @param history - the points before it, the oldest first
 * @public
 */
export function judgeUsual(
  history: UsualSample[],
  point: UsualSample,
): UnusualWarning[] {
  const before = history
    .filter(({ rows, sourceBytes }) => rows > 0 && sourceBytes > 0)
    .slice(-usualWindow);
  if (before.length < minimumHistory) return [];
  return [...judgeMeasures(before, point), ...judgeTables(before, point)];
}
