import { decideGateConfirmation, type GateConfirmationInput } from './gate';

const now = new Date('2026-03-01T12:00:00Z');
const minutesAgo = (minutes: number) =>
  new Date(now.getTime() - minutes * 60_000);

const fine: GateConfirmationInput = {
  deployment: {
    status: 'gated',
    receiptExpiresAt: minutesAgo(-30),
    sameContext: true,
    ground: 'fresh',
    gateJob: { name: 'safepoint-before', url: 'https://gitlab.test/-/jobs/7' },
  },
  points: [{ id: 'P1', status: 'available', stateAt: minutesAgo(2) }],
  jobId: '77',
  maxAgeSeconds: 3600,
  policy: {
    mode: 'required',
    breakGlass: 'forbidden',
    whenUnchanged: 'save',
  },
  now,
};
const gated = fine.deployment!;

describe('confirming a gate', () => {
  it.each<[string, Partial<GateConfirmationInput>, string, RegExp]>([
    [
      'a fresh receipt lets the job start',
      {},
      'confirmed',
      /P1, 2 minutes old/,
    ],
    [
      'the same job may ask again',
      { deployment: { ...gated, status: 'running', jobId: '77' } },
      'confirmed',
      /stands behind/,
    ],
    [
      'an unknown receipt is refused',
      { deployment: undefined },
      'unknown-receipt',
      /Run the gate job/,
    ],
    [
      'the receipt of another pipeline or environment gets the same answer',
      { deployment: { ...gated, sameContext: false } },
      'unknown-receipt',
      /Run the gate job/,
    ],
    [
      'a receipt that let another job start is used up',
      { deployment: { ...gated, status: 'running', jobId: '76' } },
      'receipt-used',
      /each deployment needs its own/,
    ],
    [
      'a finished deployment does not start again',
      { deployment: { ...gated, status: 'succeeded', jobId: '77' } },
      'receipt-used',
      /each deployment needs its own/,
    ],
    [
      'an expired receipt is refused',
      { deployment: { ...gated, receiptExpiresAt: now } },
      'receipt-expired',
      /expired at/,
    ],
    [
      'a point that went missing since is refused',
      { points: [{ id: 'P1', status: 'missing', stateAt: minutesAgo(2) }] },
      'point-unavailable',
      /P1 \(missing\)/,
    ],
    [
      'a receipt without points is refused',
      { points: [] },
      'point-unavailable',
      /cannot be restored/,
    ],
    [
      'a point that has grown too old is refused',
      { points: [{ id: 'P1', status: 'available', stateAt: minutesAgo(61) }] },
      'point-too-old',
      /1 hour 1 minute old; this gate accepts 1 hour\. Run the job 'safepoint-before' of this pipeline again \(https:\/\/gitlab\.test\/-\/jobs\/7\), then this job\./,
    ],
    [
      'the oldest point of a set counts',
      {
        points: [
          { id: 'P1', status: 'available', stateAt: minutesAgo(1) },
          { id: 'P2', status: 'available', stateAt: minutesAgo(90) },
        ],
      },
      'point-too-old',
      /1 hour 30 minutes old/,
    ],
  ])('%s', (_name, change, code, message) => {
    const decision = decideGateConfirmation({ ...fine, ...change });
    expect(decision.code).toBe(code);
    expect(decision.allowed).toBe(code === 'confirmed');
    expect(decision.message).toMatch(message);
    expect(decision.message.includes('stands behind this deployment')).toBe(
      decision.allowed,
    );
  });
});

describe('confirming a gate without a recovery point', () => {
  const broken = {
    ...gated,
    ground: 'break-glass' as const,
    breakGlass: { reason: 'the database is down', by: 'dana' },
  };
  const off = { ...gated, ground: 'off' as const };
  const lenient = {
    mode: 'required',
    breakGlass: 'allowed',
    whenUnchanged: 'save',
  } as const;
  const switchedOff = {
    mode: 'off',
    breakGlass: 'forbidden',
    whenUnchanged: 'save',
  } as const;

  it.each<[string, Partial<GateConfirmationInput>, string, RegExp]>([
    [
      'break-glass is confirmed with its reason',
      { deployment: broken, policy: lenient },
      'confirmed-without-point',
      /^Break-glass by dana stands behind this deployment, without a recovery point\. Reason given: the database is down$/,
    ],
    [
      'a gate that is off says so',
      { deployment: off, policy: switchedOff },
      'confirmed-without-point',
      /^No recovery point stands behind this deployment: the gate is off/,
    ],
    [
      'a skip says whose word it goes on',
      {
        deployment: { ...gated, ground: 'skipped' },
        policy: { ...lenient, whenUnchanged: 'skip' },
      },
      'confirmed-without-point',
      /^No recovery point stands behind this deployment: its pipeline says/,
    ],
    [
      'a skip where the gate saves all the same by now is refused',
      { deployment: { ...gated, ground: 'skipped' }, policy: lenient },
      'policy-changed',
      /any more/,
    ],
    [
      'break-glass that was forbidden since is refused',
      { deployment: broken },
      'policy-changed',
      /any more\. Run the job 'safepoint-before'/,
    ],
    [
      'a gate that was closed since is closed',
      { deployment: off },
      'policy-changed',
      /any more/,
    ],
    [
      'a used receipt is used here, too',
      { deployment: { ...broken, status: 'failed' }, policy: lenient },
      'receipt-used',
      /each deployment needs its own/,
    ],
    [
      'nothing is confirmed where no policy is known',
      { deployment: off, policy: undefined },
      'policy-changed',
      /any more/,
    ],
    [
      'and an expired one expired',
      { deployment: { ...off, receiptExpiresAt: now }, policy: switchedOff },
      'receipt-expired',
      /expired at/,
    ],
  ])('%s', (_name, change, code, message) => {
    const decision = decideGateConfirmation({ ...fine, points: [], ...change });
    expect(decision.code).toBe(code);
    expect(decision.allowed).toBe(code === 'confirmed-without-point');
    expect(decision.message).toMatch(message);
    expect(decision.message.includes('stands behind this deployment')).toBe(
      decision.allowed,
    );
  });
});
