import { breakGlassRules, gateModes, type GatePolicy } from '../gatePolicy';

/**
 * The gate of a deployment that several policies have a say in: of each rule the strictest.
 *
 * @param gates - at least one
 * @public
 */
export function strictestGate(gates: readonly GatePolicy[]): GatePolicy {
  return gates.reduce((one, other) => {
    const maxPointAgeSeconds = Math.min(
      one.maxPointAgeSeconds,
      other.maxPointAgeSeconds,
    );
    const reuse = Math.min(one.reuseWithinSeconds, other.reuseWithinSeconds);
    return {
      mode:
        gateModes.find(mode => [one.mode, other.mode].includes(mode)) ??
        one.mode,
      // Below the age at which the deploy job refuses it.
      reuseWithinSeconds:
        reuse < maxPointAgeSeconds ? reuse : maxPointAgeSeconds / 2,
      receiptValidForSeconds: Math.min(
        one.receiptValidForSeconds,
        other.receiptValidForSeconds,
      ),
      maxPointAgeSeconds,
      breakGlass:
        [...breakGlassRules]
          .reverse()
          .find(rule => [one.breakGlass, other.breakGlass].includes(rule)) ??
        one.breakGlass,
      whenUnchanged: [one, other].every(
        ({ whenUnchanged }) => whenUnchanged === 'skip',
      )
        ? 'skip'
        : 'save',
    };
  });
}
