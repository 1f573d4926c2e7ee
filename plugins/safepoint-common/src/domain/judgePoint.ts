import type { Manifest } from './manifest';
import type { Judgement } from './proof';
import type { RecoveryPointStatus } from './recoveryPoint';
import { reachesLevel, type VerificationLevel } from './verification';

/** What a proof makes of the point that it was of. @public */
export interface PointVerdict {
  status: RecoveryPointStatus;
  level: VerificationLevel;
  /** The moment of a proof that passed; undefined takes the former one back. */
  verifiedAt?: Date;
}

/** The agent's words, and the engine's, for bytes in storage that are not what was stored. */
const corruptKinds = [
  'object-corrupt',
  'object-truncated',
  'header-invalid',
  'header-not-for-us',
  'header-corrupt',
  'manifest-invalid',
  'manifest-unsigned',
  'manifest-signature-invalid',
  'manifest-misplaced',
];
const missingKinds = ['object-missing', 'manifest-missing'];

/** Nothing was learned about the point: the place of the proof was to blame. */
const innocentKinds = [
  'aborted',
  'portal-unreachable',
  'run-failed',
  'run-lost',
  'storage-unreachable',
  'store-denied',
  'store-unreachable',
  'target-unfit',
  'tool-missing',
  'tool-too-old',
];

/**
 * What a proof says of its point: one that passed raises the level and never lowers it; one that failed
 * takes the proof back, and tells damaged bytes from bytes that are gone.
 *
 * @public
 */
export function judgePoint(input: {
  point: PointVerdict;
  manifest?: Manifest;
  judgement: Pick<Judgement, 'outcome' | 'level'>;
  payloads?: { name: string; sha256: string }[];
  /** Why the proof failed, in the agent's words. */
  problem?: { kind: string };
  now: Date;
}): PointVerdict {
  const { point, judgement, now } = input;
  if (judgement.outcome === 'passed') {
    return {
      status: 'available',
      level: reachesLevel(point.level, judgement.level)
        ? point.level
        : judgement.level,
      verifiedAt: now,
    };
  }
  const kind = input.problem?.kind ?? '';
  if (missingKinds.includes(kind)) return { status: 'missing', level: 'L0' };
  if (corruptKinds.includes(kind) || hasOtherBytes(input)) {
    return { status: 'corrupt', level: 'L0' };
  }
  return innocentKinds.includes(kind)
    ? point
    : { status: point.status, level: 'L0' };
}

function hasOtherBytes(input: {
  manifest?: Manifest;
  payloads?: { name: string; sha256: string }[];
}): boolean {
  return (input.payloads ?? []).some(({ name, sha256 }) => {
    const stored = input.manifest?.objects.find(object => object.name === name);
    return stored !== undefined && stored.payload.sha256 !== sha256;
  });
}
