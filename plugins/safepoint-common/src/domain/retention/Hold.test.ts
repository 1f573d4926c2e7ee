import { checkHold, type Hold, isHolding } from './Hold';

const now = new Date('2026-11-23T12:00:00Z');
const later = new Date('2026-12-23T12:00:00Z');
const hold: Hold = {
  id: 'hold',
  kind: 'legal-hold',
  recoveryPointId: 'point',
  reason: 'case 12',
};

describe('isHolding', () => {
  it.each([
    ['a legal hold', hold, true],
    ['a released one', { ...hold, releasedAt: now }, false],
    ['a pin before its end', { ...hold, kind: 'pin', until: later }, true],
    ['a pin at its end', { ...hold, kind: 'pin', until: now }, false],
    [
      'a pin that was released before its end',
      { ...hold, kind: 'pin', until: later, releasedAt: now },
      false,
    ],
  ] as [string, Hold, boolean][])('%s: %#', (_, one, holding) => {
    expect(isHolding(one, now)).toBe(holding);
  });
});

describe('checkHold', () => {
  it('finds nothing wrong with what is right', () => {
    expect(checkHold({ kind: 'legal-hold', reason: 'case' }, now)).toEqual([]);
    expect(
      checkHold({ kind: 'pin', reason: 'audit', until: later }, now),
    ).toEqual([]);
  });

  it('says everything that is wrong at once', () => {
    expect(
      checkHold({ kind: 'legal-hold', reason: ' ', until: now }, now),
    ).toEqual([
      expect.stringMatching(/`reason` is empty/),
      expect.stringMatching(/ends when somebody releases it/),
      expect.stringMatching(/lies in the past/),
    ]);
    expect(checkHold({ kind: 'pin', reason: 'x' }, now)).toEqual([
      expect.stringMatching(/`until` is missing/),
    ]);
    expect(
      checkHold(
        { kind: 'pin', reason: 'x', until: new Date('2050-01-01') },
        now,
      ),
    ).toEqual([expect.stringMatching(/use a legal hold/)]);
    expect(
      checkHold({ kind: 'pin', reason: 'x', until: new Date('soon') }, now),
    ).toEqual([expect.stringMatching(/is no moment/)]);
  });
});
