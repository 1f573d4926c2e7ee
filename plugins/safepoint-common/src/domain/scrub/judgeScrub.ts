import type { RecoveryPointStatus } from '../recoveryPoint';
import { reachesLevel, type VerificationLevel } from '../verification';
import {
  type ExpectedFile,
  type Finding,
  type FindingCode,
  type FoundVersion,
  judgeStoredFile,
} from './judgeStoredFile';

/** What a look at a recovery point in storage brought. @public */
export interface ScrubFacts {
  status: RecoveryPointStatus;
  level: VerificationLevel;
  verifiedAt?: Date;
  files: {
    expected: ExpectedFile;
    versions: FoundVersion[];
    /** Whether the point does not restore without it. */
    needed: boolean;
  }[];
  /** Why the signature of the manifest does not hold, where it does not. */
  signatureProblem?: Finding;
  /** Whether every needed byte was read, and not only its size. */
  bytesRead: boolean;
  drills: {
    outcome: 'passed' | 'failed';
    level: VerificationLevel;
    at: Date;
  }[];
}

/** @public */
export interface ScrubVerdict {
  status: RecoveryPointStatus;
  level: VerificationLevel;
  verifiedAt?: Date;
  findings: Finding[];
  /** Whether only its bytes can tell now that a point that was damaged is whole again. */
  needsBytes: boolean;
}

const statusOf: Record<FindingCode, RecoveryPointStatus> = {
  missing: 'missing',
  changed: 'corrupt',
  unsigned: 'corrupt',
  hidden: 'hidden',
  shadowed: 'hidden',
};

/** The worst first. */
const damages: RecoveryPointStatus[] = ['missing', 'corrupt', 'hidden'];

/**
 * What a look into storage makes of a recovery point. Pure, and never asked where storage could not be: what
 * was not seen is no finding.
 *
 * A damaged point is proven to nothing, and stays damaged until every byte of it was read and compared: what
 * hid it could have changed it, too. From then on it is proven as far as the drills proved these very bytes
 * that no later drill contradicts, and at least to L1. Bytes that were read raise a point from L0 to L1 and
 * lower nothing. Of an expired point nothing changes: its deletion is planned, and begins with its manifest.
 *
 * @public
 */
export function judgeScrub(facts: ScrubFacts, now: Date): ScrubVerdict {
  const all = facts.files.map(({ expected, versions, needed }) => ({
    needed,
    finding: judgeStoredFile(expected, versions),
  }));
  const findings = [
    ...all.flatMap(({ finding }) => finding ?? []),
    ...(facts.signatureProblem ? [facts.signatureProblem] : []),
  ];
  const { status, level, verifiedAt } = facts;
  const asItIs = { status, level, verifiedAt, needsBytes: false };
  if (status === 'expired') {
    const deleting = findings.some(
      ({ code, name }) => code === 'missing' && name === 'manifest.json',
    );
    return { ...asItIs, findings: deleting ? [] : findings };
  }
  const damage = damages.find(one =>
    [
      ...all.filter(({ needed }) => needed).map(({ finding }) => finding),
      facts.signatureProblem,
    ].some(finding => finding && statusOf[finding.code] === one),
  );
  if (damage) {
    return { status: damage, level: 'L0', findings, needsBytes: false };
  }
  if (damages.includes(status)) {
    return facts.bytesRead
      ? {
          status: 'available',
          ...proofOf(facts, now),
          findings,
          needsBytes: false,
        }
      : { ...asItIs, findings, needsBytes: true };
  }
  return facts.bytesRead && level === 'L0'
    ? { ...asItIs, level: 'L1', verifiedAt: now, findings }
    : { ...asItIs, findings };
}

/** The same bytes restore as they did; what a later drill took back stays taken back. */
function proofOf(
  { drills }: ScrubFacts,
  now: Date,
): { level: VerificationLevel; verifiedAt: Date } {
  const lastFailure = Math.max(
    -Infinity,
    ...drills
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ at }) => at.getTime()),
  );
  const proof = drills
    .filter(
      ({ outcome, at }) => outcome === 'passed' && at.getTime() > lastFailure,
    )
    .sort((a, b) => (reachesLevel(a.level, b.level) ? -1 : 1))[0];
  return proof && reachesLevel(proof.level, 'L1')
    ? { level: proof.level, verifiedAt: proof.at }
    : { level: 'L1', verifiedAt: now };
}
