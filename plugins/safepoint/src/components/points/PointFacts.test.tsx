import { screen } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aPoint,
  aPointDetail,
  aRecovery,
  anEnvironment,
  anInstance,
  minutesAgo,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

const promoted = aPoint({
  trigger: 'pre-deploy',
  baselineOf: '01JDD0000000000000000000A1',
});
const set = {
  id: '01JDS0000000000000000000A1',
  entityRef: 'component:default/orders',
  environment: 'production',
  status: 'complete' as const,
  trigger: 'pre-deploy' as const,
  createdAt: minutesAgo(5),
  skewSeconds: 0.25,
  points: [
    {
      recoveryPointId: promoted.id,
      entityRef: 'resource:default/orders-db',
      status: 'available',
    },
  ],
  hiddenPoints: 1,
};

async function openDetails(more: object) {
  const api = new FakeSafepointApi(
    aRecovery({
      environments: [
        anEnvironment({
          instances: [anInstance({ recoveryPoints: [promoted] })],
        }),
      ],
    }),
  );
  api.details.set(promoted.id, { ...aPointDetail(promoted), ...more });
  const { user } = renderRecovery(api);
  await user.click(await screen.findByRole('button', { name: /^Details of/ }));
}

describe('PointFacts', () => {
  it('shows the set that a point belongs to, with its skew', async () => {
    await openDetails({ set });
    expect(
      await screen.findByText(
        '2 data stores, saved together 0.25 seconds apart: orders-db, 1 more that you may not see',
      ),
    ).toBeInTheDocument();
  });

  it('says that a set did not come to be', async () => {
    await openDetails({
      set: { ...set, status: 'incomplete', skewSeconds: undefined },
    });
    expect(
      await screen.findByText(/another data store could not be saved with it/),
    ).toBeInTheDocument();
  });

  it('says how the schema moved since the point before', async () => {
    await openDetails({
      schemaChange: {
        from: 'a',
        to: 'b',
        change: 'moved',
        reason: 'x',
        tablesAdded: ['public.prices'],
        tablesRemoved: ['public.old'],
      },
    });
    expect(
      await screen.findByText(
        'Moved since the recovery point before. + public.prices, − public.old',
      ),
    ).toBeInTheDocument();
  });

  it('says of a point from before a deployment that it is the baseline too', async () => {
    await openDetails({});
    expect(
      screen.getByText('before a deploy (and baseline)'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(/nothing had changed in the store/),
    ).toBeInTheDocument();
  });
});
