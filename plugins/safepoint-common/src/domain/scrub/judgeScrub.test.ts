import { judgeScrub, type ScrubFacts } from './judgeScrub';
import {
  type ExpectedFile,
  type FoundVersion,
  judgeStoredFile,
} from './judgeStoredFile';

const now = new Date('2026-11-23T12:00:00Z');
const bytes = (letter: string) => letter.repeat(64);
const payload: ExpectedFile = {
  name: 'data.payload',
  key: 'p/data.payload',
  sizeBytes: 10,
  sha256: bytes('a'),
  versionId: 'v1',
};
const manifest: ExpectedFile = {
  name: 'manifest.json',
  key: 'p/manifest.json',
  sizeBytes: 3,
  sha256: bytes('b'),
  versionId: { any: true },
};
const stored = (changes: Partial<FoundVersion> = {}): FoundVersion => ({
  kind: 'object',
  versionId: 'v1',
  isLatest: true,
  sizeBytes: 10,
  ...changes,
});
const behind = stored({ isLatest: false });
const marker: FoundVersion = {
  kind: 'delete-marker',
  versionId: 'v2',
  isLatest: true,
  sizeBytes: 0,
};

describe('what became of a stored object', () => {
  it.each<[string, FoundVersion[], string | undefined]>([
    ['is there as it was', [stored()], undefined],
    ['is there, and was read', [stored({ sha256: bytes('a') })], undefined],
    ['is gone', [], 'missing'],
    ['is gone behind a marker', [marker], 'missing'],
    ['is another version', [stored({ versionId: 'v2' })], 'missing'],
    ['is shorter', [stored({ sizeBytes: 9 })], 'changed'],
    ['has other bytes', [stored({ sha256: bytes('f') })], 'changed'],
    ['is behind a marker', [marker, behind], 'hidden'],
    [
      'is behind a newer version',
      [stored({ versionId: 'v2' }), behind],
      'shadowed',
    ],
    [
      'is behind a newer version of the same bytes',
      [stored({ versionId: 'v2', sha256: bytes('a') }), behind],
      undefined,
    ],
    [
      'is shorter behind a marker',
      [marker, { ...behind, sizeBytes: 9 }],
      'changed',
    ],
  ])('that %s', (_, versions, code) => {
    expect(judgeStoredFile(payload, versions)?.code).toBe(code);
  });

  it('of a bucket that had no versions when it was written is found by that', () => {
    const expected = { ...payload, versionId: undefined };
    const first = stored({ versionId: undefined, isLatest: false });
    expect(judgeStoredFile(expected, [first])).toBeUndefined();
    expect(judgeStoredFile(expected, [marker, first])?.code).toBe('hidden');
    expect(
      judgeStoredFile(expected, [stored({ versionId: 'v9' }), first])?.code,
    ).toBe('shadowed');
  });

  it('whose version nobody recorded is known by its bytes', () => {
    const found = stored({ sizeBytes: 3, sha256: bytes('b') });
    expect(judgeStoredFile(manifest, [found])).toBeUndefined();
    expect(
      judgeStoredFile(manifest, [{ ...found, sha256: bytes('c') }])?.code,
    ).toBe('changed');
    expect(
      judgeStoredFile(manifest, [
        { ...found, versionId: 'v2', sha256: bytes('c') },
        { ...found, isLatest: false },
      ])?.code,
    ).toBe('shadowed');
  });

  it('is told with its key and what to do', () => {
    expect(judgeStoredFile(payload, [marker, behind])).toMatchObject({
      key: 'p/data.payload',
      message: expect.stringMatching(/p\/data.payload.*Remove the marker/),
    });
    expect(
      judgeStoredFile(payload, [stored({ sizeBytes: 9 })])?.message,
    ).toMatch(/9 bytes, and 10 were stored/);
  });
});

describe('what a look makes of a recovery point', () => {
  const whole = [
    { expected: payload, versions: [stored()], needed: true },
    {
      expected: manifest,
      versions: [stored({ sizeBytes: 3, sha256: bytes('b') })],
      needed: true,
    },
  ];
  const damaged = (versions: FoundVersion[]) => [
    { expected: payload, versions, needed: true },
    whole[1],
  ];
  const judge = (changes: Partial<ScrubFacts>) =>
    judgeScrub(
      {
        status: 'available',
        level: 'L3',
        verifiedAt: new Date('2026-11-01T00:00:00Z'),
        files: whole,
        bytesRead: false,
        drills: [],
        ...changes,
      },
      now,
    );

  it('leaves one that is whole as it is', () => {
    expect(judge({})).toMatchObject({
      status: 'available',
      level: 'L3',
      findings: [],
    });
  });

  it.each([
    ['missing', []],
    ['corrupt', [stored({ sizeBytes: 9 })]],
    ['hidden', [marker, behind]],
    ['hidden', [stored({ versionId: 'v2' }), behind]],
  ])('takes every proof from one that is %s', (status, versions) => {
    const verdict = judge({ files: damaged(versions) });
    expect(verdict).toMatchObject({ status, level: 'L0' });
    expect(verdict.verifiedAt).toBeUndefined();
    expect(verdict.findings).toHaveLength(1);
  });

  it('names the worst of several damages', () => {
    const other = { ...payload, name: 'other.payload', key: 'p/other.payload' };
    const files = [
      ...damaged([marker, behind]),
      { expected: other, versions: [], needed: true },
    ];
    const verdict = judge({ files });
    expect(verdict.status).toBe('missing');
    expect(verdict.findings).toHaveLength(2);
  });

  it('calls one corrupt whose signature does not hold', () => {
    const signatureProblem = {
      ...{ code: 'unsigned' as const, name: 'manifest.json' },
      ...{ key: 'p/manifest.json', message: 'no' },
    };
    expect(judge({ signatureProblem })).toMatchObject({ status: 'corrupt' });
  });

  it('tells of what a restore does not need, and changes nothing', () => {
    const files = [
      ...whole,
      {
        expected: { ...payload, name: 'RUNBOOK.md', key: 'p/RUNBOOK.md' },
        versions: [],
        needed: false,
      },
    ];
    expect(judge({ files })).toMatchObject({
      status: 'available',
      level: 'L3',
      findings: [{ code: 'missing', name: 'RUNBOOK.md' }],
    });
  });

  it('raises to L1 by reading, and lowers nothing', () => {
    const read = judge({ bytesRead: true, level: 'L0', verifiedAt: undefined });
    expect(read).toMatchObject({ level: 'L1', verifiedAt: now });
    expect(judge({ bytesRead: true })).toMatchObject({
      level: 'L3',
      verifiedAt: new Date('2026-11-01T00:00:00Z'),
    });
  });

  it('believes one that was damaged only by its bytes', () => {
    const seen = judge({ status: 'hidden', level: 'L0' });
    expect(seen).toMatchObject({ status: 'hidden', needsBytes: true });
    const read = judge({ status: 'hidden', level: 'L0', bytesRead: true });
    expect(read).toMatchObject({
      status: 'available',
      level: 'L1',
      verifiedAt: now,
      needsBytes: false,
    });
  });

  it('gives back what drills proved of these bytes, unless a later one failed', () => {
    const day = (date: number) => new Date(Date.UTC(2026, 10, date));
    const passed = { outcome: 'passed' as const, level: 'L3' as const };
    const failed = { outcome: 'failed' as const, level: 'L1' as const };
    const back = (drills: ScrubFacts['drills']) =>
      judge({ status: 'missing', level: 'L0', bytesRead: true, drills });
    expect(
      back([
        { ...passed, at: day(1) },
        { ...passed, level: 'L2', at: day(2) },
      ]),
    ).toMatchObject({ level: 'L3', verifiedAt: day(1) });
    expect(
      back([
        { ...passed, at: day(1) },
        { ...failed, at: day(2) },
      ]),
    ).toMatchObject({ level: 'L1', verifiedAt: now });
  });

  it('changes nothing of an expired one, and sees its deletion begin', () => {
    const gone = [whole[0], { ...whole[1], versions: [] }];
    expect(judge({ status: 'expired', files: gone })).toMatchObject({
      status: 'expired',
      findings: [],
    });
    expect(
      judge({ status: 'expired', files: damaged([marker, behind]) }),
    ).toMatchObject({ status: 'expired', findings: [{ code: 'hidden' }] });
  });
});
