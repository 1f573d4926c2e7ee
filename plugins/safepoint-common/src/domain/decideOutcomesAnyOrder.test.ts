import fc from 'fast-check';
import { decideOutcomes, type OutcomeStep } from './decideOutcomes';
import type { KnownDeployment } from './observedDeployment';

const at = (minute: number, second = 0) =>
  new Date(Date.UTC(2026, 10, 23, 12, minute, second));

/** What happens in a pipeline, by minute: gates that open, and deploy jobs. */
interface History {
  gates: number[];
  jobs: { start: number; minutes: number; status: 'success' | 'failed' }[];
}

const histories: fc.Arbitrary<History> = fc.record({
  gates: fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 2 }),
  jobs: fc.uniqueArray(
    fc.record({
      start: fc.integer({ min: 1, max: 30 }),
      minutes: fc.integer({ min: 1, max: 10 }),
      status: fc.constantFrom('success' as const, 'failed' as const),
    }),
    { maxLength: 3, selector: ({ start }) => start },
  ),
});
const looks = fc
  .array(fc.integer({ min: 0, max: 59 }), { maxLength: 8 })
  .map(minutes => [...minutes].sort((a, b) => a - b));

describe('decideOutcomes, however often', () => {
  it('comes to the same records whatever was seen on the way', () => {
    fc.assert(
      fc.property(histories, looks, (history, moments) => {
        const oneLook = look(history, [], 60);
        const manyLooks = [...moments, 60, 60].reduce(
          (records, minute) => look(history, records, minute),
          [] as KnownDeployment[],
        );
        expect(summarise(manyLooks)).toEqual(summarise(oneLook));
      }),
    );
  });
});

/** One look at GitLab at that minute, applied as the portal does. */
function look(
  { gates, jobs }: History,
  before: KnownDeployment[],
  minute: number,
): KnownDeployment[] {
  const opened = gates
    .filter(opens => opens <= minute)
    .filter(opens => !before.some(({ id }) => id === `gate-${opens}`))
    .map(opens => ({
      status: 'gated' as const,
      gate: 'stage' as const,
      id: `gate-${opens}`,
      gatedAt: at(opens),
      gateJob: { finishedAt: at(opens, 5) },
      receiptExpiresAt: at(opens + 30),
    }));
  const records = [...before, ...opened];
  const ended = minute === 60;
  const deployments = jobs
    .filter(({ start }) => start <= minute)
    .map(({ start, minutes, status }) => ({
      jobId: `job-${start}`,
      startedAt: at(start, 30),
      ...(start + minutes <= minute
        ? { status, finishedAt: at(start + minutes) }
        : { status: 'running' as const }),
    }));
  return decideOutcomes({
    deployments,
    records,
    pipeline: ended ? 'ended' : 'active',
    refusals: [],
    guardedSince: at(0),
    now: at(minute, 45),
  }).reduce(apply, records);
}

function apply(
  records: KnownDeployment[],
  step: OutcomeStep,
): KnownDeployment[] {
  if (step.step === 'wait' || step.step === 'keep') return records;
  if (step.step === 'bypass') {
    const { jobId, outcome: status, startedAt: gatedAt } = step;
    return [
      ...records,
      { id: `bypass-${jobId}`, gate: 'none', jobId, status, gatedAt },
    ];
  }
  return records.map(record => {
    if (record.id !== step.recordId) return record;
    if (step.step === 'abandon') return { ...record, status: 'abandoned' };
    return { ...record, jobId: step.jobId, status: step.outcome };
  });
}

function summarise(records: KnownDeployment[]): string[] {
  return records
    .map(({ id, status, jobId }) => `${id} ${status} ${jobId}`)
    .sort();
}
