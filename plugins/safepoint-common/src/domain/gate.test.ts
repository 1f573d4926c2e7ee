import { decideGateConfirmation, type GateConfirmationInput } from './gate';

const now = new Date('2026-03-01T12:00:00Z');
const minutesAgo = (minutes: number) =>
  new Date(now.getTime() - minutes * 60_000);

const fine: GateConfirmationInput = {
  deployment: {
    status: 'gated',
    receiptExpiresAt: minutesAgo(-30),
    sameContext: true,
  },
  points: [{ id: 'P1', status: 'available', stateAt: minutesAgo(2) }],
  jobId: '77',
  maxAgeSeconds: 3600,
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
      /1 hour 1 minute old; this gate accepts 1 hour/,
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
  });
});
