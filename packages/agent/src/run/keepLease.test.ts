import type { RunPlan } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointApiError } from '@safepoint/backstage-plugin-safepoint-common';
import { keepLease } from './keepLease';

function lease(milliseconds: number) {
  const now = Date.now();
  return {
    // A server whose clock is an hour off: only the difference of its times may count.
    serverTime: new Date(now + 3_600_000).toISOString(),
    leaseExpiresAt: new Date(now + 3_600_000 + milliseconds).toISOString(),
  };
}

function start(
  heartbeat: () => Promise<ReturnType<typeof lease>>,
  milliseconds = 200,
) {
  const run = new AbortController();
  const stop = new AbortController();
  const events: { event: string }[] = [];
  const plan = {
    ...lease(milliseconds),
    heartbeatIntervalSeconds: 0.01,
  } as RunPlan;
  const kept = keepLease({
    plan,
    client: { heartbeat },
    progress: () => [],
    reporter: { report: event => events.push(event) },
    run,
    stop: stop.signal,
  });
  return { run, stop, events, kept };
}

const sleep = (milliseconds: number) =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

it('goes on while the portal renews', async () => {
  const { run, stop, kept } = start(async () => lease(200));
  await sleep(400);
  expect(run.signal.aborted).toBe(false);
  stop.abort();
  await kept;
});

it('aborts the run at once when the portal says that the lease is lost', async () => {
  const { run, kept } = start(async () => {
    throw new SafepointApiError('another run holds it', 409, 'ConflictError');
  }, 60_000);
  await kept;
  expect(run.signal.reason).toMatchObject({
    kind: 'lease-lost',
    message: expect.stringContaining('another run holds it'),
  });
});

it('outlives missed heartbeats, but not the lease itself', async () => {
  let beats = 0;
  const { run, kept, events } = start(async () => {
    beats += 1;
    if (beats <= 3) return lease(200);
    throw new Error('unreachable');
  });
  const since = Date.now();
  await kept;
  expect(Date.now() - since).toBeGreaterThan(150);
  expect(events.length).toBeGreaterThan(1);
  expect(run.signal.reason).toMatchObject({ kind: 'lease-lost' });
});
