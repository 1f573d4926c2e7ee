import type { Fingerprint, Manifest } from './manifest';
import { judgeProof, type ProofSubmission } from './proof';

const sha = (digit: string) => digit.repeat(64);
const hash = (digit: string) => digit.repeat(32);

const fingerprint: Fingerprint = {
  algorithm: 'rows-sum128-v1',
  schemaSha256: sha('a'),
  tables: [
    { name: 'public.customers', rows: 3, hash: hash('1') },
    { name: 'public.orders', rows: 7, hash: hash('2') },
  ],
};
const engine = { name: 'postgresql', version: '15.18' };

const file = { key: 'k', sizeBytes: 10, sha256: sha('b') };
const manifest: Manifest = {
  apiVersion: 'safepoint.dev/v1alpha1',
  kind: 'RecoveryPoint',
  id: '01K00000000000000000000000',
  instance: {
    id: '01K00000000000000000000001',
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    identity: {},
  },
  driver: 'postgres',
  engine,
  trigger: 'baseline',
  createdAt: '2026-03-01T10:00:00.000Z',
  stateAt: '2026-03-01T10:00:01.000Z',
  completedAt: '2026-03-01T10:00:09.000Z',
  run: {
    id: 'r',
    issuer: 'https://gitlab.example.com',
    projectId: '1',
    pipelineId: '2',
    jobId: '3',
    ref: 'main',
    commit: 'c',
    agentVersion: '0.1.0',
  },
  fingerprint,
  objects: [
    {
      name: 'data',
      header: file,
      payload: {
        ...file,
        parts: [{ number: 1, sizeBytes: 10, sha256: sha('b') }],
      },
      plaintext: { sizeBytes: 20, format: 'pg_dump-custom' },
      compression: 'zstd',
      encryption: 'age',
    },
  ],
  runbook: file,
  recipients: [],
  phases: {},
};

const faithful: ProofSubmission = {
  payloads: [{ name: 'data', sizeBytes: 10, sha256: sha('b') }],
  restored: true,
  fingerprint: { ...fingerprint, tables: [...fingerprint.tables].reverse() },
  engine,
};

const withTables = (tables: Fingerprint['tables']): ProofSubmission => ({
  ...faithful,
  fingerprint: { ...fingerprint, tables },
});

const [customers, orders] = fingerprint.tables;

describe('judging a proof', () => {
  it.each<
    [string, ProofSubmission, string, 'passed' | 'failed', string | undefined]
  >([
    ['everything equal is L3', faithful, 'L3', 'passed', undefined],
    [
      'assertions that hold make it L4',
      { ...faithful, assertions: [{ name: 'a', passed: true }] },
      'L4',
      'passed',
      undefined,
    ],
    [
      'an assertion that does not hold fails the drill and leaves L3',
      { ...faithful, assertions: [{ name: 'totals add up', passed: false }] },
      'L3',
      'failed',
      'totals add up',
    ],
    [
      'one changed value',
      withTables([customers, { ...orders, hash: hash('3') }]),
      'L2',
      'failed',
      'table public.orders',
    ],
    [
      'one lost row',
      withTables([customers, { ...orders, rows: 6 }]),
      'L2',
      'failed',
      'table public.orders',
    ],
    [
      'one lost table',
      withTables([customers]),
      'L2',
      'failed',
      'table public.orders',
    ],
    [
      'one table too many',
      withTables([
        customers,
        orders,
        { name: 'public.x', rows: 0, hash: hash('0') },
      ]),
      'L2',
      'failed',
      'table public.x',
    ],
    [
      'a schema that moved',
      { ...faithful, fingerprint: { ...fingerprint, schemaSha256: sha('d') } },
      'L2',
      'failed',
      'schema',
    ],
    [
      'no fingerprint',
      { ...faithful, fingerprint: undefined },
      'L2',
      'failed',
      'content',
    ],
    [
      'a restore that failed, whatever else is claimed',
      { ...faithful, restored: false },
      'L1',
      'failed',
      'restored without error',
    ],
    [
      'a flipped byte',
      {
        ...faithful,
        payloads: [{ name: 'data', sizeBytes: 10, sha256: sha('e') }],
      },
      'L0',
      'failed',
      'stored bytes of data',
    ],
    [
      'an object that was not read',
      { ...faithful, payloads: [] },
      'L0',
      'failed',
      'stored bytes of data',
    ],
    [
      'another major version proves row counts only, and says so',
      { ...faithful, engine: { name: 'postgresql', version: '16.3' } },
      'L2',
      'failed',
      'content is comparable',
    ],
  ])('%s', (_name, submission, level, outcome, failedCheck) => {
    const judged = judgeProof({ manifest, submission });
    expect(judged.level).toBe(level);
    expect(judged.outcome).toBe(outcome);
    const failed = judged.checks
      .filter(({ passed }) => !passed)
      .map(({ name }) => name);
    expect(failed.filter(name => !failedCheck || name === failedCheck)).toEqual(
      failedCheck ? [failedCheck] : [],
    );
  });

  it('lists no more than fifty differences and still counts all', () => {
    const many = Array.from({ length: 80 }, (_, index) => ({
      name: `public.extra${index}`,
      rows: 1,
      hash: hash('9'),
    }));
    const { checks } = judgeProof({
      manifest,
      submission: withTables([customers, orders, ...many]),
    });
    expect(checks.filter(({ name }) => name.startsWith('table '))).toHaveLength(
      50,
    );
    expect(checks).toContainEqual({
      name: 'tables equal to the manifest',
      passed: false,
      expected: '82 of 82',
      actual: '2 of 82',
    });
  });
});
