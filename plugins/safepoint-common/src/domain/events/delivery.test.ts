import {
  allowanceOf,
  type EndpointCircuit,
  planCircuit,
} from './endpointCircuit';
import { planRetry } from './planRetry';
import { wantsEvent } from './wantsEvent';

const now = new Date('2026-03-10T12:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const secondsUntil = (date: Date) => (date.getTime() - now.getTime()) / 1000;

describe('planRetry', () => {
  const facts = { attempts: 1, deadline: inSeconds(86_400), now, random: 0.5 };

  it.each([
    ['half of ten seconds at first', {}, 5],
    ['twice the range each time', { attempts: 3 }, 20],
    ['never more than an hour', { attempts: 40, random: 0.99 }, 3564],
    ['at least a second', { random: 0 }, 1],
    ['not before the endpoint asked', { retryAfterSeconds: 120 }, 120],
    ['not for ever, though it asked', { retryAfterSeconds: 1e9 }, 3600],
    ['at the deadline, the last time', { deadline: inSeconds(3) }, 3],
  ])('waits %s', (_, change, seconds) => {
    const plan = planRetry({ ...facts, ...change });
    expect(plan.next).toBe('retry');
    expect(plan.next === 'retry' && secondsUntil(plan.at)).toBe(seconds);
  });

  it.each([
    ['at the deadline', { now: facts.deadline }, /after 1 attempt\./],
    ['where the endpoint is gone', { gone: true }, /gone for good/],
  ])('gives up %s', (_, change, reason) => {
    expect(planRetry({ ...facts, ...change })).toEqual({
      next: 'dead',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('planCircuit', () => {
  it('opens at the fifth failure in a row, for twice as long each time, and closes at once', () => {
    let circuit: EndpointCircuit = { failures: 0 };
    const pauses = Array.from({ length: 12 }, () => {
      circuit = planCircuit(circuit, { delivered: false, at: now });
      return circuit.openUntil && secondsUntil(circuit.openUntil);
    });
    expect(pauses).toEqual([
      ...[undefined, undefined, undefined, undefined],
      ...[30, 60, 120, 240, 480, 960, 1800, 1800],
    ]);
    expect(allowanceOf(circuit, now, 8)).toBe(0);
    expect(allowanceOf(circuit, inSeconds(1800), 8)).toBe(1);
    circuit = planCircuit(circuit, { delivered: true, at: now });
    expect(allowanceOf(circuit, now, 8)).toBe(8);
  });
});

describe('wantsEvent', () => {
  const event = {
    type: 'dev.safepoint.drill.failed',
    environment: 'production',
    entityRef: 'resource:default/orders-db',
  };

  it.each([
    [{ types: ['dev.safepoint.*'] }, true],
    [{ types: ['dev.safepoint.drill.failed'] }, true],
    [{ types: ['dev.safepoint.drill'] }, false],
    [{ types: ['dev.cdevents.*'] }, false],
    [{ types: [] }, false],
    [{ types: ['*'], environments: ['staging'] }, false],
    [{ types: ['*'], environments: ['production'] }, true],
    [{ types: ['*'], entities: ['resource:default/other'] }, false],
    [{ types: ['*'], entities: [event.entityRef], environments: [] }, false],
  ])('%j: %s', (filter, wanted) => {
    expect(wantsEvent(filter, event)).toBe(wanted);
  });
});
