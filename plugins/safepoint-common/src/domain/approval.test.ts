import { approvalsNeeded, refuseDecider, tallyDecisions } from './approval';

const dana = 'user:default/dana';
const sam = 'user:default/sam';
const kim = 'user:default/kim';
const decide = (by: string, decision: 'approve' | 'reject' = 'approve') => ({
  by,
  at: new Date('2026-03-01T12:00:00Z'),
  decision,
});

describe('approvals needed', () => {
  const floors = { production: 2, otherwise: 0 };
  it.each([
    [false, false, 0],
    [true, false, 2],
    [false, true, 2],
    [true, true, 2],
  ])(
    'source production %s, target production %s: %s',
    (source, target, needed) => {
      expect(
        approvalsNeeded({
          sourceProduction: source,
          targetProduction: target,
          floors,
        }),
      ).toBe(needed);
    },
  );

  it('is never less than one for production, whatever is configured', () => {
    expect(
      approvalsNeeded({
        sourceProduction: true,
        targetProduction: false,
        floors: { production: 0, otherwise: 0 },
      }),
    ).toBe(1);
  });
});

describe('tallying decisions', () => {
  const tally = (needed: number, decisions: ReturnType<typeof decide>[]) =>
    tallyDecisions({ requestedBy: dana, approvalsNeeded: needed, decisions });

  it('waits, then is approved', () => {
    expect(tally(2, [decide(sam)])).toEqual({ outcome: 'waiting', missing: 1 });
    expect(tally(2, [decide(sam), decide(kim)])).toEqual({
      outcome: 'approved',
    });
    expect(tally(0, [])).toEqual({ outcome: 'approved' });
  });

  it('counts each person once and the requester never', () => {
    expect(tally(2, [decide(sam), decide(sam)])).toEqual({
      outcome: 'waiting',
      missing: 1,
    });
    expect(tally(1, [decide(dana)])).toEqual({
      outcome: 'waiting',
      missing: 1,
    });
  });

  it('is ended by one rejection', () => {
    expect(tally(1, [decide(sam), decide(kim, 'reject')])).toEqual({
      outcome: 'rejected',
      by: kim,
    });
  });
});

describe('who may decide', () => {
  const request = {
    requestedBy: dana,
    status: 'awaiting-approval',
    decisions: [],
  };

  it('is anybody but the requester, once, while it waits', () => {
    expect(refuseDecider({ ...request, userRef: sam })).toBeUndefined();
    expect(refuseDecider({ ...request, userRef: dana })).toMatch(/own request/);
    expect(
      refuseDecider({ ...request, userRef: sam, decisions: [decide(sam)] }),
    ).toMatch(/decided on this request already/);
    expect(
      refuseDecider({ ...request, userRef: sam, status: 'succeeded' }),
    ).toMatch(/is succeeded/);
  });
});
