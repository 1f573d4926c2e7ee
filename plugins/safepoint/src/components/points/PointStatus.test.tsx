import { screen } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aPoint,
  aPointDetail,
  aRecovery,
  anEnvironment,
  anInstance,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

type Point = ReturnType<typeof aPoint>;

async function openDetails(changes: Partial<Point>) {
  const point = aPoint(changes);
  const api = new FakeSafepointApi(
    aRecovery({
      environments: [
        anEnvironment({ instances: [anInstance({ recoveryPoints: [point] })] }),
      ],
    }),
  );
  api.details.set(point.id, aPointDetail(point));
  const { user } = renderRecovery(api);
  await user.click(await screen.findByRole('button', { name: /^Details of/ }));
}

const warning: NonNullable<Point['unusual']>[number] = {
  code: 'table-empty',
  table: 'public.orders',
  message: 'The table public.orders is empty; it had 102 rows.',
  ...{ value: 0, usual: 102, low: 1, high: 102 },
};

describe('the status of a point', () => {
  it('says that an available one is unusual, and why', async () => {
    await openDetails({ status: 'available', unusual: [warning] });
    expect(screen.getByText('available')).toBeInTheDocument();
    expect(screen.getByText('unusual')).toBeInTheDocument();
    expect(screen.getByText(warning.message)).toBeInTheDocument();
  });

  it('says nothing of one that is usual', async () => {
    await openDetails({ status: 'available' });
    expect(screen.queryByText('unusual')).toBeNull();
    expect(screen.queryByText(/^Found in storage/)).toBeNull();
  });

  it('says where one was found', async () => {
    await openDetails({ origin: 'found' });
    expect(screen.getByText(/^Found in storage: /)).toBeInTheDocument();
  });
});
