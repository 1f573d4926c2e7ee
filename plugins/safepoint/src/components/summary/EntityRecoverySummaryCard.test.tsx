import { screen } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aRecovery,
  brokenRecovery,
  anEnvironment,
  anInstance,
  neverPosture,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';
import { EntityRecoverySummaryCard } from './EntityRecoverySummaryCard';

function renderCard(api: FakeSafepointApi) {
  return renderRecovery(api, { element: <EntityRecoverySummaryCard /> });
}

describe('EntityRecoverySummaryCard', () => {
  it('shows verdict, RPO, last proof and last known good of each store', async () => {
    renderCard(new FakeSafepointApi(brokenRecovery));
    const store = await screen.findByRole('listitem');
    expect(store).toHaveTextContent(
      /orders-db · production.*Not protected.*16 min \(target 1 day\).*L3, 9 days ago.*16 minutes ago/,
    );
    expect(screen.getByRole('link', { name: 'Open Recovery' })).toHaveAttribute(
      'href',
      '/catalog/default/component/orders/recovery',
    );
  });

  it('shows what was never saved as exactly that', async () => {
    const never = anInstance({
      posture: neverPosture,
      lastKnownGood: { reason: 'There is no recovery point.' },
    });
    renderCard(
      new FakeSafepointApi(
        aRecovery({
          environments: [anEnvironment({ instances: [never] })],
          uncovered: ['resource:default/orders-cache'],
        }),
      ),
    );
    const [uncovered, store] = await screen.findAllByRole('listitem');
    expect(uncovered).toHaveTextContent(/orders-cache.*Nothing was ever saved/);
    expect(store).toHaveTextContent(/Nothing was ever saved.*Never measured/);
  });

  it('says how to begin when there is nothing', async () => {
    renderCard(new FakeSafepointApi(aRecovery({ environments: [] })));
    expect(await screen.findByText(/protects nothing/)).toBeInTheDocument();
  });

  it('says what failed, with a way to try again', async () => {
    const api = new FakeSafepointApi(aRecovery());
    api.failures.set('getEntityRecovery', new Error('The database is down.'));
    const { user } = renderCard(api);
    await screen.findByText('The database is down.');
    api.failures.clear();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Protected')).toBeInTheDocument();
  });
});
