import { planTelling } from './planTelling';
import {
  defaultTellingRules,
  type TellableAlert,
  type TellableProblem,
  type TellingRules,
} from './Telling';

const now = new Date('2026-03-10T14:03:30Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const later = (seconds: number) => ago(-seconds);

let count = 0;
const problem = (more: Partial<TellableProblem> = {}): TellableProblem => {
  count += 1;
  return {
    id: `P${count}`,
    source: 'posture',
    entityRef: `resource:default/store-${count}`,
    environment: 'production',
    code: 'rpo-missed',
    severity: 'critical',
    title: `store-${count} can lose more than an hour`,
    text: 'Back up now.',
    since: ago(30),
    openedAt: ago(30),
    audience: ['group:default/shop'],
    escalations: 0,
    ...more,
  };
};
const told = (more: Partial<TellableProblem> = {}) => {
  const one = problem(more);
  return {
    thread: `safepoint:problem-${one.id}`,
    recipients: one.audience,
    firstToldAt: ago(3_600),
    toldAt: ago(3_600),
    toldSeverity: one.severity,
    ...one,
  };
};
const alert = (more: Partial<TellableAlert> = {}): TellableAlert => ({
  key: 'bypass-1',
  kind: 'gate-bypassed',
  severity: 'high',
  title: 'orders was deployed past the gate',
  text: 'Back up now.',
  raisedAt: ago(30),
  audience: ['group:default/shop'],
  ...more,
});
const plan = (
  problems: TellableProblem[],
  rules: Partial<TellingRules> = {},
  alerts: TellableAlert[] = [],
) =>
  planTelling({
    problems,
    alerts,
    rules: { ...defaultTellingRules, ...rules },
    now,
  });
const messages = (...input: Parameters<typeof plan>) =>
  plan(...input).tellings.flatMap(({ message }) => message ?? []);

describe('the first message of a problem', () => {
  it('waits a moment for others, then goes to whom its policy names', () => {
    const fresh = problem({ openedAt: ago(5) });
    expect(plan([fresh])).toEqual({
      tellings: [],
      looks: [{ id: fresh.id, at: later(15) }],
    });
    const due = problem();
    expect(plan([due]).tellings).toEqual([
      {
        message: {
          thread: `safepoint:problem-${due.id}`,
          topic: 'safepoint.rpo-missed',
          recipients: ['group:default/shop'],
          severity: 'critical',
          title: due.title,
          text: due.text,
          reasons: ['rpo-missed is new'],
          problemIds: [due.id],
          alertKeys: [],
        },
        states: [
          {
            id: due.id,
            state: {
              thread: `safepoint:problem-${due.id}`,
              recipients: ['group:default/shop'],
              firstToldAt: now,
              toldAt: now,
              toldSeverity: 'critical',
            },
          },
        ],
      },
    ]);
  });

  it('is one for hundreds of a kind, with a list', () => {
    const many = Array.from({ length: 400 }, () => problem());
    const [message, ...others] = messages([
      ...many,
      problem({ audience: ['group:default/other'] }),
      problem({ code: 'proof-stale', severity: 'high' }),
    ]);
    expect(message.title).toBe(`400 at once: ${many[0].title}, and 399 more`);
    expect(message.text.split('\n')).toHaveLength(22);
    expect(message.text).toContain('- and 380 more');
    expect(message.problemIds).toHaveLength(400);
    expect(others.map(({ problemIds }) => problemIds.length)).toEqual([1, 1]);
  });

  it('takes problems of several things of one kind together', () => {
    const many = Array.from({ length: 5 }, (_, index) =>
      problem({ code: `object-missing:point-${index}` }),
    );
    expect(messages(many)).toEqual([
      expect.objectContaining({ topic: 'safepoint.object-missing' }),
    ]);
  });

  it('joins a storm, and not before the time of the storm', () => {
    const storm = Array.from({ length: 5 }, () =>
      told({ thread: 'safepoint:group-P1', toldAt: ago(60) }),
    );
    const joining = problem({ severity: 'high' });
    expect(plan([...storm, joining])).toMatchObject({
      tellings: [],
      looks: expect.arrayContaining([{ id: joining.id, at: later(240) }]),
    });
    const grave = problem({ openedAt: ago(0) });
    const fresh = storm.map(one => ({ ...one, toldAt: ago(20) }));
    expect(plan([...fresh, grave])).toMatchObject({
      tellings: [],
      looks: expect.arrayContaining([{ id: grave.id, at: later(20) }]),
    });
    const old = storm.map(one => ({ ...one, toldAt: ago(300) }));
    expect(messages([...old, joining])).toEqual([
      expect.objectContaining({
        thread: 'safepoint:group-P1',
        title: expect.stringMatching(/^Now 6 at once/),
        problemIds: [joining.id],
      }),
    ]);
  });

  it('waits for the end of a quiet time unless it is critical', () => {
    const quietUntil = later(3_600);
    const mild = problem({ severity: 'high' });
    const grave = problem();
    expect(messages([mild, grave], { quietUntil })).toEqual([
      expect.objectContaining({ problemIds: [grave.id] }),
    ]);
    expect(plan([mild], { quietUntil }).looks).toEqual([
      { id: mild.id, at: quietUntil },
    ]);
  });

  it('is one for all that was held back', () => {
    const held = [
      problem({ severity: 'high', openedAt: ago(7_200) }),
      problem({ severity: 'normal', code: 'odd', openedAt: ago(3_600) }),
    ];
    expect(messages(held, {}, [alert({ raisedAt: ago(7_000) })])).toEqual([
      expect.objectContaining({
        topic: 'safepoint.several',
        severity: 'high',
        problemIds: held.map(({ id }) => id),
        alertKeys: ['bypass-1'],
      }),
    ]);
  });

  it('is left out if the problem passed by and was not critical', () => {
    const passed = { resolvedAt: ago(400), openedAt: ago(410) };
    const mild = problem({ ...passed, severity: 'high' });
    const [mildTelling] = plan([mild]).tellings;
    expect(mildTelling).toEqual({
      states: [{ id: mild.id, state: { closedAt: now } }],
    });
    expect(messages([problem(passed)])[0].text).toMatch(/over for the moment/);
  });
});

describe('a thread that goes on', () => {
  it('says what matters more or less now', () => {
    const graver = told({ toldSeverity: 'high' });
    expect(messages([graver])).toEqual([
      expect.objectContaining({
        thread: graver.thread,
        severity: 'critical',
        reasons: [`${graver.id} was high and is critical`],
      }),
    ]);
    const milder = told({ severity: 'normal', toldSeverity: 'high' });
    expect(messages([milder])[0]).toMatchObject({ severity: 'normal' });
    expect(messages([milder], { quietUntil: later(60) })).toEqual([]);
  });

  it('says that a problem is over once it stayed so', () => {
    const over = told({ since: ago(7_500), resolvedAt: ago(300) });
    expect(plan([over]).tellings).toEqual([
      {
        message: expect.objectContaining({
          thread: over.thread,
          severity: 'low',
          title: `Resolved: ${over.title}`,
          text: 'It is over after 2 hours. Nothing is left to do.',
        }),
        states: [{ id: over.id, state: { toldAt: now, closedAt: now } }],
      },
    ]);
    const calming = { ...over, resolvedAt: ago(200) };
    expect(plan([calming])).toEqual({
      tellings: [],
      looks: [{ id: over.id, at: later(100) }],
    });
  });

  it('tells of a group that ends bit by bit now and then', () => {
    const thread = 'safepoint:group-P1';
    const over = told({ thread, resolvedAt: ago(400) });
    const open = told({ thread });
    const lately = { ...over, toldAt: ago(600) };
    expect(messages([lately, { ...open, toldAt: ago(600) }])).toEqual([]);
    expect(messages([over, open])[0]).toMatchObject({
      thread,
      title: `1 of 2 are resolved: ${open.title} remains`,
      problemIds: [over.id],
    });
  });
});

describe('escalation', () => {
  const escalation = [
    { afterSeconds: 1_800, to: ['group:default/on-call'] },
    { afterSeconds: 7_200, to: ['user:default/head'] },
  ];

  it('tells others when nobody reacts, one step after the other', () => {
    const unheard = told();
    const { tellings } = plan([unheard], { escalation });
    expect(tellings).toEqual([
      {
        message: expect.objectContaining({
          thread: unheard.thread,
          recipients: ['group:default/on-call'],
          text: 'Back up now. Nobody has acknowledged it for 1 hour.',
        }),
        states: [
          {
            id: unheard.id,
            state: {
              escalations: 1,
              recipients: ['group:default/shop', 'group:default/on-call'],
            },
          },
        ],
      },
    ]);
    expect(plan([{ ...unheard, escalations: 1 }], { escalation })).toEqual({
      tellings: [],
      looks: [{ id: unheard.id, at: later(3_600) }],
    });
  });

  it.each([
    ['somebody has acknowledged it', { acknowledgedAt: ago(60) }],
    ['it is over', { resolvedAt: ago(60) }],
    ['it is not critical', { severity: 'high', toldSeverity: 'high' }],
    ['it is too early', { firstToldAt: ago(60) }],
    ['all were told', { escalations: 2 }],
  ] as [string, Partial<TellableProblem>][])('does not if %s', (_, more) => {
    expect(messages([told(more)], { escalation })).toEqual([]);
  });
});

describe('an alert that stands alone', () => {
  it('is told once, in a thread of its own', () => {
    expect(messages([], {}, [alert()])).toEqual([
      expect.objectContaining({
        thread: 'safepoint:bypass-1',
        topic: 'safepoint.gate-bypassed',
        alertKeys: ['bypass-1'],
      }),
    ]);
    expect(messages([], { quietUntil: later(60) }, [alert()])).toEqual([]);
  });
});
