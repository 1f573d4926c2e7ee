import { SafepointApiError } from '@safepoint/backstage-plugin-safepoint-common';
import { waitForStore } from './waitForStore';

const busy = (who: string) =>
  new SafepointApiError(`busy: ${who}`, 409, 'StoreBusyError');

function start(answers: unknown[], deadlineMs = 5_000) {
  const events: { event: string; reason?: unknown }[] = [];
  const stop = new AbortController();
  let calls = 0;
  const opened = waitForStore(
    async () => {
      const answer = answers[Math.min(calls, answers.length - 1)];
      calls += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    {
      deadlineMs,
      intervalMs: 10,
      reporter: { report: event => events.push(event) },
      signal: stop.signal,
    },
  );
  return { opened, events, stop, calls: () => calls };
}

it('waits until the store is free, and says once who holds it', async () => {
  const { opened, events } = start([
    busy('a deployment'),
    busy('a deployment'),
    busy('a drill'),
    'plan',
  ]);
  expect(await opened).toBe('plan');
  expect(events).toEqual([
    { event: 'store-busy', reason: 'busy: a deployment' },
    { event: 'store-busy', reason: 'busy: a drill' },
  ]);
});

it('does not wait for ever', async () => {
  const { opened } = start([busy('a deployment')], 50);
  await expect(opened).rejects.toThrow('busy: a deployment');
});

it('does not wait at another refusal', async () => {
  const refusal = new SafepointApiError('no', 409, 'ConflictError');
  const { opened, calls } = start([refusal, 'plan']);
  await expect(opened).rejects.toBe(refusal);
  expect(calls()).toBe(1);
});

it('stops waiting when the job is stopped', async () => {
  const { opened, stop } = start([busy('a deployment')]);
  setTimeout(() => stop.abort(new Error('stopped')), 30);
  await expect(opened).rejects.toThrow('stopped');
});
