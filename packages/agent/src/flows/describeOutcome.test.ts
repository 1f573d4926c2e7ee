import type { OutcomeReportView } from '@safepoint/backstage-plugin-safepoint-common';
import { describeOutcome } from './describeOutcome';

const deployment: OutcomeReportView['deployment'] = {
  id: 'D1',
  entityRef: 'component:default/orders',
  environment: 'production',
  status: 'failed',
  gate: 'strict',
  gatedAt: '2026-01-01T10:00:00.000Z',
  startedAt: '2026-01-01T10:01:00.000Z',
  commit: 'c0ffee1122334455',
  ref: 'main',
  jobUrl: 'https://gitlab.test/jobs/7',
  pipelineUrl: 'https://gitlab.test/pipelines/1',
};
const store: OutcomeReportView['stores'][number] = {
  entityRef: 'resource:default/orders-db',
  environment: 'production',
  lastKnownGood: {
    recoveryPointId: 'P1',
    stateAt: '2026-01-01T10:00:00.000Z',
    reason: 'The newest recovery point from before deployment D1.',
  },
  dataAtStakeSeconds: 125,
  dataAtStake: {
    since: '2026-01-01T10:00:00.000Z',
    seconds: 125,
    comparedWith: 'P2',
    comparedAt: '2026-01-01T10:02:00.000Z',
    tables: [
      { name: 'public.orders', rowsThen: 3, rowsSince: 5 },
      { name: 'public.prices', rowsSince: 9 },
      { name: 'public.old', rowsThen: 1 },
    ],
    deployments: [
      deployment,
      {
        ...deployment,
        id: 'D2',
        entityRef: 'component:default/billing',
        status: 'succeeded',
        commit: undefined,
      },
    ],
  },
  restoreUrl:
    'http://portal.test/catalog/default/component/orders/recovery?restore=P1',
};

describe('describeOutcome', () => {
  it('says what failed, where the way back is and what it would lose', () => {
    expect(describeOutcome({ deployment, stores: [store] })).toEqual([
      'Deployment D1 of component:default/orders to production has failed: commit c0ffee11 on main.',
      '  Started: 2026-01-01T10:01:00.000Z',
      '  Job: https://gitlab.test/jobs/7',
      '  Pipeline: https://gitlab.test/pipelines/1',
      'resource:default/orders-db (production): last known good is P1 (state of 2026-01-01T10:00:00.000Z). The newest recovery point from before deployment D1.',
      '  Going back loses what was written in the last 2 min 5 s.',
      '  Up to recovery point P2 of 2026-01-01T10:02:00.000Z these differ: public.orders (3 → 5 rows), public.prices (new, 9 rows), public.old (gone, had 1 rows).',
      '  Deployed since: component:default/orders c0ffee11 (failed)',
      '  Deployed since: component:default/billing (succeeded)',
      '  Restore: http://portal.test/catalog/default/component/orders/recovery?restore=P1',
    ]);
  });

  it('claims nothing of tables that no point has seen since', () => {
    const { comparedWith, comparedAt, ...stake } = store.dataAtStake!;
    const lines = describeOutcome({
      deployment,
      stores: [
        { ...store, dataAtStake: { ...stake, tables: [], deployments: [] } },
      ],
    });
    expect(lines.join('\n')).toMatch(/not known by table/);
    expect(lines.join('\n')).not.toMatch(/differ/);
  });

  it('says that there is no way back, and offers no link', () => {
    const lines = describeOutcome({
      deployment,
      stores: [
        {
          entityRef: store.entityRef,
          environment: store.environment,
          lastKnownGood: { reason: 'There is no recovery point.' },
        },
      ],
    });
    expect(lines.at(-1)).toBe(
      'resource:default/orders-db (production): there is no last known good. There is no recovery point.',
    );
  });

  it('is short where the deployment succeeded', () => {
    expect(
      describeOutcome({
        deployment: { ...deployment, status: 'succeeded' },
        stores: [],
      }),
    ).toEqual([
      'Deployment D1 of component:default/orders to production is recorded as succeeded.',
    ]);
  });
});
