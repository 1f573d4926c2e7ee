import { screen } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import { aRecovery, hoursAgo } from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';
import { EntityRecoverySummaryCard } from '../summary/EntityRecoverySummaryCard';

const since = hoursAgo(3);
const standing = aRecovery({
  standstill: {
    since,
    tasks: [
      { task: 'safepoint-evaluate-postures', since, boundSeconds: 120 },
      { task: 'safepoint-send-alerts', since, boundSeconds: 150 },
    ],
  },
});

describe('a portal that stands still', () => {
  it.each([
    ['tab', undefined],
    ['card', <EntityRecoverySummaryCard key="card" />],
  ])('says so on the %s, whatever the verdicts say', async (_, element) => {
    renderRecovery(new FakeSafepointApi(standing), element && { element });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /Safepoint has stood still since .* \(3 hours ago\).*evaluate postures, send alerts/,
    );
  });

  it.each([
    ['tab', undefined],
    ['card', <EntityRecoverySummaryCard key="card" />],
  ])('is not on the %s while everything works', async (_, element) => {
    renderRecovery(new FakeSafepointApi(aRecovery()), element && { element });
    await screen.findAllByText(/Protected/);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
