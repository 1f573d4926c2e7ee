import { assessRecoverySet } from './recoverySet';

const at = (seconds: number) =>
  new Date(Date.UTC(2026, 0, 1) + seconds * 1_000);
const member = (id: string, stateAt?: number, unchangedAt?: number) => ({
  recoveryPointId: id,
  stateAt: stateAt === undefined ? undefined : at(stateAt),
  unchangedAt: unchangedAt === undefined ? undefined : at(unchangedAt),
});

describe('assessRecoverySet', () => {
  it.each([
    ['one point has none', [member('a', 5)], 0, 5, 5],
    ['two points', [member('a', 7.5), member('b', 5)], 2.5, 5, 7.5],
    [
      'three points, in whatever order',
      [member('a', 4), member('b', 9), member('c', 6)],
      5,
      4,
      9,
    ],
    [
      'an older point that was still true when the other was taken',
      [member('a', 1, 20), member('b', 12)],
      0,
      12,
      12,
    ],
    [
      'an older point that was true up to a moment before the other',
      [member('a', 1, 10), member('b', 12)],
      2,
      10,
      12,
    ],
  ])('measures the skew: %s', (_, members, skewSeconds, from, to) => {
    expect(assessRecoverySet(members)).toEqual({
      status: 'complete',
      skewSeconds,
      stateFrom: at(from),
      stateTo: at(to),
    });
  });

  it('is no set when a point did not come to be, and names it', () => {
    expect(
      assessRecoverySet([member('a', 1), member('b'), member('c')]),
    ).toEqual({ status: 'incomplete', missing: ['b', 'c'] });
  });

  it('is no set without any point', () => {
    expect(assessRecoverySet([])).toEqual({
      status: 'incomplete',
      missing: [],
    });
  });
});
