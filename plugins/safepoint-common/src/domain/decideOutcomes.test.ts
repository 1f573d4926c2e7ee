import { decideOutcomes } from './decideOutcomes';
import type {
  KnownDeployment,
  ObservedDeployment,
  PipelineFacts,
} from './observedDeployment';

const at = (minute: number, second = 0) =>
  new Date(Date.UTC(2026, 10, 23, 12, minute, second));

const gate: KnownDeployment = {
  id: 'gate-1',
  status: 'gated',
  gate: 'stage',
  gatedAt: at(10),
  gateJob: { finishedAt: at(10, 5) },
  receiptExpiresAt: at(40),
};
const deploy: ObservedDeployment = {
  jobId: '72',
  status: 'success',
  startedAt: at(11),
  finishedAt: at(12),
};
const running: ObservedDeployment = {
  ...deploy,
  status: 'running',
  finishedAt: undefined,
};
const reported: KnownDeployment = {
  id: 'reported-1',
  status: 'succeeded',
  gate: 'none',
  gatedAt: at(12),
};

function decide(facts: Partial<PipelineFacts>) {
  return decideOutcomes({
    deployments: [deploy],
    pipeline: 'ended',
    records: [gate],
    refusals: [],
    guardedSince: at(0),
    now: at(30),
    ...facts,
  });
}

const settled = (outcome: string, recordId = 'gate-1') => ({
  step: 'settle',
  recordId,
  jobId: '72',
  outcome,
});
const bypass = (reason: RegExp, outcome = 'succeeded') => ({
  step: 'bypass',
  jobId: '72',
  outcome,
  reason: expect.stringMatching(reason),
});
const kept = { step: 'keep', recordId: 'gate-1', jobId: '72' };
const waits = { step: 'wait', jobId: '72' };

type Row = [string, Partial<PipelineFacts>, object[]];

const endings: Row[] = [
  ['a deploy that went well', {}, [settled('succeeded')]],
  [
    'a failed deploy, allowed to fail or not, and a lost runner',
    { deployments: [{ ...deploy, status: 'failed' }] },
    [settled('failed')],
  ],
  [
    'a deploy that was cancelled after it had begun',
    { deployments: [{ ...deploy, status: 'canceled' }] },
    [settled('failed')],
  ],
  [
    'a pipeline that was cancelled between gate and deploy',
    {
      deployments: [{ jobId: '72', status: 'canceled', finishedAt: at(11) }],
    },
    [{ step: 'abandon', recordId: 'gate-1' }],
  ],
  [
    'a pipeline that ended without a deploy job',
    { deployments: [] },
    [{ step: 'abandon', recordId: 'gate-1' }],
  ],
  [
    'a manual deploy job that nobody has started yet',
    { deployments: [], pipeline: 'waiting' },
    [],
  ],
  [
    'a deploy under way',
    { deployments: [running], pipeline: 'active' },
    [kept],
  ],
  [
    'a deploy that went well while its baseline may still come',
    { pipeline: 'active' },
    [kept],
  ],
  [
    'a deploy that failed while its pipeline goes on',
    { pipeline: 'active', deployments: [{ ...deploy, status: 'failed' }] },
    [settled('failed')],
  ],
  [
    'a confirmed deploy',
    { records: [{ ...gate, gate: 'strict', status: 'running', jobId: '72' }] },
    [settled('succeeded')],
  ],
  [
    'a deploy whose end is recorded already',
    { records: [{ ...gate, status: 'succeeded', jobId: '72' }] },
    [kept],
  ],
  [
    'a deploy whose end was reported before its job was known',
    { records: [{ ...gate, status: 'succeeded' }] },
    [settled('succeeded')],
  ],
  [
    'a receipt that ran out while the deploy job ran',
    { records: [{ ...gate, status: 'abandoned' }] },
    [settled('succeeded')],
  ],
  [
    'a gate that was off or whose glass was broken',
    { records: [{ ...gate, gate: 'break-glass' }] },
    [settled('succeeded')],
  ],
  [
    'a gate that let it go by wish, since nothing changed that touches data',
    { records: [{ ...gate, gate: 'skipped' }] },
    [settled('succeeded')],
  ],
  [
    'a bypass that its own pipeline reported',
    { records: [reported] },
    [settled('succeeded', 'reported-1')],
  ],
];

const bypasses: Row[] = [
  ['no gate at all', { records: [] }, [bypass(/No gate of this pipeline/)]],
  [
    'a deploy job that did not wait for the gate',
    { deployments: [{ ...deploy, startedAt: at(10, 4) }] },
    [bypass(/did not wait/), { step: 'abandon', recordId: 'gate-1' }],
  ],
  [
    'a deploy job whose pipeline says afterwards that nothing changed',
    {
      records: [{ ...gate, gate: 'skipped' }],
      deployments: [{ ...deploy, startedAt: at(10, 4) }],
    },
    [bypass(/did not wait/), { step: 'abandon', recordId: 'gate-1' }],
  ],
  [
    'a deploy job that began while the gate was still open',
    { records: [{ ...gate, gateJob: {} }], pipeline: 'active' },
    [bypass(/did not wait/, 'running')],
  ],
  [
    'a deploy job that began with a receipt that had run out',
    { deployments: [{ ...deploy, startedAt: at(45) }] },
    [bypass(/run out/), { step: 'abandon', recordId: 'gate-1' }],
  ],
  [
    'a second run of the deploy job on the same receipt',
    { records: [{ ...gate, status: 'failed', jobId: '71' }] },
    [bypass(/belongs to job 71/)],
  ],
  [
    'a job that the gate refused and that went on and succeeded',
    { records: [], refusals: [{ jobId: '72', code: 'x', at: at(11) }] },
    [bypass(/refused the deploy job \(x\), and it went on/)],
  ],
  [
    'a job that the gate refused and that failed long after',
    {
      records: [],
      deployments: [{ ...deploy, status: 'failed', finishedAt: at(14) }],
      refusals: [{ jobId: '72', code: 'x', at: at(11) }],
    },
    [bypass(/went on/, 'failed')],
  ],
  [
    'an ungated job that runs for longer than it takes to ask',
    { records: [], deployments: [running] },
    [bypass(/No gate/, 'running')],
  ],
];

const noBypasses: Row[] = [
  [
    'a job that the gate refused and that ended',
    {
      records: [],
      deployments: [{ ...deploy, status: 'failed', finishedAt: at(11, 9) }],
      refusals: [{ jobId: '72', code: 'x', at: at(11, 5) }],
    },
    [],
  ],
  [
    'an ungated job that may still be refused',
    { records: [], deployments: [running], now: at(11, 20) },
    [waits],
  ],
  [
    'a job that has just been refused',
    {
      records: [],
      deployments: [running],
      refusals: [{ jobId: '72', code: 'x', at: at(11, 5) }],
      now: at(11, 20),
    },
    [waits],
  ],
  [
    'a deployment from before the service was guarded',
    { records: [], guardedSince: at(20) },
    [],
  ],
  [
    'clocks that differ, where the gate job is not known',
    {
      records: [{ ...gate, gateJob: undefined }],
      deployments: [{ ...deploy, startedAt: at(9, 30) }],
    },
    [settled('succeeded')],
  ],
  [
    'a job that never ran',
    {
      records: [],
      deployments: [{ jobId: '72', status: 'skipped', finishedAt: at(11) }],
    },
    [],
  ],
];

describe('decideOutcomes', () => {
  it.each(endings)('records %s', (_, facts, steps) => {
    expect(decide(facts)).toMatchObject(steps);
    expect(decide(facts)).toHaveLength(steps.length);
  });

  it.each(bypasses)('sees a bypass in %s', (_, facts, steps) => {
    expect(decide(facts)).toMatchObject(steps);
    expect(decide(facts)).toHaveLength(steps.length);
  });

  it.each(noBypasses)('sees no bypass in %s', (_, facts, steps) => {
    expect(decide(facts)).toMatchObject(steps);
    expect(decide(facts)).toHaveLength(steps.length);
  });

  it('gives the receipt to the first of two deploy jobs, whichever is named first', () => {
    const second = { ...deploy, jobId: '73', startedAt: at(15) };
    const expected = [
      settled('succeeded'),
      { step: 'bypass', jobId: '73', reason: expect.stringMatching(/gate/) },
    ];
    expect(decide({ deployments: [deploy, second] })).toMatchObject(expected);
    expect(decide({ deployments: [second, deploy] })).toMatchObject(expected);
  });
});
