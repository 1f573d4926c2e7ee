import type { EngineFacts, Fingerprint, Manifest } from './manifest';
import type { VerificationLevel } from './verification';

/** One check with what it expected and what it saw. @public */
export interface Check {
  name: string;
  passed: boolean;
  expected?: string;
  actual?: string;
}

/** What a drill or a restore saw; the judgement is not the submitter's. @public */
export interface ProofSubmission {
  /** What was read from storage, as read. */
  payloads: { name: string; sizeBytes: number; sha256: string }[];
  /** Restored without error. */
  restored: boolean;
  /** Of the restored store, taken by the scanner that the backup used. */
  fingerprint?: Fingerprint;
  /** Of the server that it was restored into. */
  engine?: EngineFacts;
  /** The service's own assertions, as they turned out. */
  assertions?: Check[];
}

/** @public */
export interface Judgement {
  /** `passed` only if every check passed. */
  outcome: 'passed' | 'failed';
  /** The highest level of which every check passed, and every check of the levels below. */
  level: VerificationLevel;
  checks: Check[];
}

/** More differences than that are counted, not listed. */
const maxListedDifferences = 50;

/**
 * Judge what a recovery point is proven to, by comparing what was seen with what the manifest says.
 *
 * @public
 */
export function judgeProof(input: {
  manifest: Manifest;
  submission: ProofSubmission;
}): Judgement {
  const { manifest, submission } = input;
  const stages: { level: VerificationLevel; checks: Check[] }[] = [
    { level: 'L1', checks: checkPayloads(manifest, submission) },
    { level: 'L2', checks: [checkRestored(submission)] },
    { level: 'L3', checks: checkContent(manifest, submission) },
    { level: 'L4', checks: submission.assertions ?? [] },
  ];
  let level: VerificationLevel = 'L0';
  for (const stage of stages) {
    if (stage.checks.length === 0 || !stage.checks.every(c => c.passed)) break;
    level = stage.level;
  }
  const checks = stages.flatMap(stage => stage.checks);
  return {
    outcome: checks.every(check => check.passed) ? 'passed' : 'failed',
    level,
    checks,
  };
}

function checkPayloads(
  manifest: Manifest,
  submission: ProofSubmission,
): Check[] {
  return manifest.objects.map(object => {
    const seen = submission.payloads.find(({ name }) => name === object.name);
    return compare(
      `stored bytes of ${object.name}`,
      `${object.payload.sizeBytes} bytes, sha256 ${object.payload.sha256}`,
      seen ? `${seen.sizeBytes} bytes, sha256 ${seen.sha256}` : 'not read',
    );
  });
}

function checkRestored(submission: ProofSubmission): Check {
  return compare(
    'restored without error',
    'yes',
    submission.restored ? 'yes' : 'no',
  );
}

function checkContent(
  manifest: Manifest,
  submission: ProofSubmission,
): Check[] {
  if (!submission.restored) return [];
  const seen = submission.fingerprint;
  if (!seen) {
    return [compare('content', 'a fingerprint', 'none was submitted')];
  }
  const stored = manifest.fingerprint;
  if (
    seen.algorithm !== stored.algorithm ||
    majorVersion(submission.engine) !== majorVersion(manifest.engine)
  ) {
    return [
      compare(
        'content is comparable',
        `${stored.algorithm} on ${manifest.engine.name} ${majorVersion(
          manifest.engine,
        )}`,
        `${seen.algorithm} on ${
          submission.engine?.name ?? 'an unnamed engine'
        } ${majorVersion(submission.engine)}`,
      ),
      ...compareTables(stored, seen, table => `${table.rows} rows`),
    ];
  }
  return [
    compare('schema', stored.schemaSha256, seen.schemaSha256),
    ...compareTables(
      stored,
      seen,
      table => `${table.rows} rows, hash ${table.hash}`,
    ),
  ];
}

function majorVersion(engine: EngineFacts | undefined): string {
  return engine?.version.split('.')[0] ?? 'unknown';
}

type Table = Fingerprint['tables'][number];

function compareTables(
  stored: Fingerprint,
  seen: Fingerprint,
  describe: (table: Table) => string,
): Check[] {
  const before = new Map(stored.tables.map(table => [table.name, table]));
  const after = new Map(seen.tables.map(table => [table.name, table]));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const differences = names
    .map(name => {
      const expected = before.get(name);
      const actual = after.get(name);
      return compare(
        `table ${name}`,
        expected ? describe(expected) : 'no such table',
        actual ? describe(actual) : 'no such table',
      );
    })
    .filter(check => !check.passed);
  const summary = compare(
    'tables equal to the manifest',
    `${names.length} of ${names.length}`,
    `${names.length - differences.length} of ${names.length}`,
  );
  return [summary, ...differences.slice(0, maxListedDifferences)];
}

function compare(name: string, expected: string, actual: string): Check {
  return { name, passed: expected === actual, expected, actual };
}
