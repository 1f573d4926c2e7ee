import { compareSchemas, type SchemaState } from './schemaChange';

const state = (
  id: string,
  changes: {
    stateAt?: string;
    version?: string;
    digest?: string;
    tables?: string[];
  } = {},
): SchemaState => ({
  recoveryPointId: id,
  manifest: {
    stateAt: changes.stateAt ?? '2026-01-01T00:00:00.000Z',
    engine: { name: 'postgresql', version: changes.version ?? '15.18' },
    fingerprint: {
      schemaSha256: changes.digest ?? 'aa',
      tables: (changes.tables ?? ['public.orders']).map(name => ({
        name,
        rows: 1,
        hash: '00',
      })),
    },
  },
});
const later = '2026-01-02T00:00:00.000Z';

describe('compareSchemas', () => {
  it('is the same where the digests are, whatever the version', () => {
    expect(
      compareSchemas(
        state('a'),
        state('b', { stateAt: later, version: '16.2' }),
      ),
    ).toMatchObject({ from: 'a', to: 'b', change: 'same' });
  });

  it('names the tables that came and went, from the earlier to the later', () => {
    const before = state('a', { tables: ['public.orders', 'public.old'] });
    const after = state('b', {
      stateAt: later,
      digest: 'bb',
      tables: ['public.orders', 'public.new'],
    });
    const expected = {
      from: 'a',
      to: 'b',
      change: 'moved',
      tablesAdded: ['public.new'],
      tablesRemoved: ['public.old'],
    };
    expect(compareSchemas(before, after)).toMatchObject(expected);
    expect(compareSchemas(after, before)).toMatchObject(expected);
  });

  it('has moved when only the definitions differ', () => {
    expect(
      compareSchemas(state('a'), state('b', { stateAt: later, digest: 'bb' })),
    ).toMatchObject({
      change: 'moved',
      reason: expect.stringMatching(/other definitions/),
      tablesAdded: [],
    });
  });

  it('does not take the words of another major version for a move', () => {
    expect(
      compareSchemas(
        state('a'),
        state('b', { stateAt: later, digest: 'bb', version: '16.2' }),
      ),
    ).toMatchObject({
      change: 'unknown',
      reason: expect.stringMatching(/postgresql 15 and postgresql 16/),
    });
  });

  it('knows of a table that came even across major versions', () => {
    const after = state('b', {
      stateAt: later,
      digest: 'bb',
      version: '16.2',
      tables: ['public.orders', 'public.new'],
    });
    expect(compareSchemas(state('a'), after)).toMatchObject({
      change: 'moved',
      tablesAdded: ['public.new'],
    });
  });

  it('is unknown where a point has no manifest, and names it', () => {
    expect(compareSchemas(state('a'), { recoveryPointId: 'b' })).toMatchObject({
      change: 'unknown',
      reason: expect.stringMatching(/^Recovery point b has no manifest/),
    });
  });
});
