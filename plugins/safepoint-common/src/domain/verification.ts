/** @public */
export const verificationLevels = ['L0', 'L1', 'L2', 'L3', 'L4', 'L5'] as const;

/**
 * How far a recovery point is proven: L0 recorded, L1 stored bytes match their checksums, L2 restored
 * without error, L3 content equals the manifest, L4 the service's own assertions hold, L5 a whole
 * recovery set restored and consistent across stores.
 *
 * @public
 */
export type VerificationLevel = (typeof verificationLevels)[number];

/** Whether `level` is at least `floor`. @public */
export function reachesLevel(
  level: VerificationLevel,
  floor: VerificationLevel,
): boolean {
  return verificationLevels.indexOf(level) >= verificationLevels.indexOf(floor);
}
