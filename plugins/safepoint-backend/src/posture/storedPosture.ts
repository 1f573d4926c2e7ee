import type { Posture } from '@safepoint/backstage-plugin-safepoint-common';

/** A posture and when it was found out. */
export type EvaluatedPosture = Posture & { evaluatedAt?: Date };

/** JSON has no dates. */
export function revivePosture(text: string): Posture {
  const kept = JSON.parse(text) as Posture;
  return {
    ...kept,
    reasons: kept.reasons.map(reason => ({
      ...reason,
      ...(reason.since && { since: new Date(reason.since) }),
    })),
    ...(kept.verifiedAt && { verifiedAt: new Date(kept.verifiedAt) }),
    ...(kept.newestStateAt && { newestStateAt: new Date(kept.newestStateAt) }),
    ...(kept.changesAt && { changesAt: new Date(kept.changesAt) }),
  };
}
