import {
  decideSetRestore,
  type SetMemberProgress,
  type SetMemberState,
} from './decideSetRestore';

const set = (...states: SetMemberState[]): SetMemberProgress[] =>
  states.map((state, at) => ({ entityRef: 'abc'[at], state }));

describe('decideSetRestore', () => {
  it.each<[SetMemberState[], string]>([
    [['waiting', 'waiting'], 'restore a'],
    [['restoring', 'waiting'], 'wait'],
    [['beside', 'waiting'], 'restore b'],
    [['beside', 'restoring'], 'wait'],
    [['beside', 'beside'], 'switch a'],
    [['switching', 'beside'], 'wait'],
    [['switched', 'beside'], 'switch b'],
    [['switched', 'switched'], 'succeeded'],
    [['failed', 'waiting'], 'failed'],
    [['beside', 'failed'], 'failed'],
    [['switch-failed', 'beside'], 'failed'],
    [['switched', 'switch-failed'], 'undo a'],
    [['switched', 'switched', 'switch-failed'], 'undo b'],
    [['switched', 'undoing', 'switch-failed'], 'wait'],
    [['switched', 'undone', 'switch-failed'], 'undo a'],
    [['undone', 'undone', 'switch-failed'], 'failed'],
    [['switched', 'undo-failed', 'switch-failed'], 'stuck'],
  ])('of %j is %s', (states, expected) => {
    const next = decideSetRestore(set(...states));
    const told =
      'entityRef' in next ? `${next.step} ${next.entityRef}` : next.step;
    expect(told).toBe(expected);
    expect(next.reason).not.toBe('');
  });

  /** Everything that can become of a step. */
  const outcomes: Record<string, SetMemberState[]> = {
    restore: ['beside', 'failed'],
    switch: ['switched', 'switch-failed'],
    undo: ['undone', 'undo-failed'],
  };

  const isSwitched = ({ state }: SetMemberProgress) => state === 'switched';

  function* walk(
    members: SetMemberProgress[],
    path: SetMemberProgress[][] = [],
  ): Generator<SetMemberProgress[][]> {
    const next = decideSetRestore(members);
    const here = [...path, members];
    if (!('entityRef' in next)) {
      yield here;
      return;
    }
    for (const state of outcomes[next.step]) {
      yield* walk(
        members.map(member =>
          member.entityRef === next.entityRef ? { ...member, state } : member,
        ),
        here,
      );
    }
  }

  it('ends on every way with all switched, with none, or with a call for a person', () => {
    const ways = [...walk(set('waiting', 'waiting', 'waiting'))];
    expect(ways.length).toBeGreaterThan(8);
    const ends = ways.map(way => {
      const last = way.at(-1)!;
      const { step } = decideSetRestore(last);
      return { step, switched: last.filter(isSwitched).length };
    });
    const of = (wanted: string) => ends.filter(({ step }) => step === wanted);
    expect(of('succeeded').every(({ switched }) => switched === 3)).toBe(true);
    expect(of('failed').every(({ switched }) => switched === 0)).toBe(true);
    expect(
      of('succeeded').length + of('failed').length + of('stuck').length,
    ).toBe(ends.length);
    expect(of('succeeded')).toHaveLength(1);
  });

  it('switches nothing on any way before everything is checked', () => {
    for (const way of walk(set('waiting', 'waiting', 'waiting'))) {
      const first = way.find(members =>
        members.some(({ state }) => state.startsWith('switch')),
      );
      expect(first?.map(({ state }) => state) ?? []).not.toContain('waiting');
      expect(first?.map(({ state }) => state) ?? []).not.toContain('failed');
    }
  });
});
