import type { ExplainedPolicyView } from '@safepoint/backstage-plugin-safepoint-common';
import { screen } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import { aRecovery } from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

const recovery = aRecovery();
const [{ instance }] = recovery.environments[0].instances;

const silver: ExplainedPolicyView = {
  entityRef: instance.entityRef,
  environment: instance.environment,
  production: true,
  name: 'silver',
  strengthenedBy: 'gold',
  floor:
    'Selector 1 of safepoint.policies.selectors (everything) gives it silver.',
  explanation: [
    {
      rule: 'objectives.rpo',
      value: '1 hour',
      from: 'annotation',
      reason: 'The annotation names gold, which says so.',
    },
  ],
  ignored: [
    {
      rule: 'retention.daily',
      value: '7',
      reason: 'It is not stronger than 60, which holds.',
    },
  ],
  problems: ['rpo is 5 minutes, but nothing keeps it.'],
};

function apiWith(policy?: ExplainedPolicyView) {
  const api = new FakeSafepointApi(recovery);
  api.policies = policy ? [policy] : [];
  return api;
}

describe('PolicySection', () => {
  it('shows which policy holds, what is wrong with it, and every rule with its reason', async () => {
    const { user } = renderRecovery(apiWith(silver));
    expect(
      await screen.findByText(
        'Policy: silver, made stronger by gold',
        {},
        { timeout: 15_000 },
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(silver.floor)).toBeInTheDocument();
    expect(screen.getByText(silver.problems[0])).toBeInTheDocument();
    await user.click(screen.getByText('Rules and where they come from'));
    expect(
      screen.getByRole('row', {
        name: /objectives\.rpo 1 hour Annotation: The annotation names gold/,
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/retention\.daily 7: It is not stronger than 60/),
    ).toBeInTheDocument();
  });

  it('shows nothing of a store that has nothing to explain', async () => {
    renderRecovery(apiWith());
    expect(await screen.findByText('Schedules')).toBeInTheDocument();
    expect(screen.queryByText('Rules and where they come from')).toBeNull();
  });

  it('shows why the policy could not be loaded', async () => {
    const api = apiWith(silver);
    api.failures.set('explainEntityPolicy', new Error('The catalog is down.'));
    renderRecovery(api);
    expect(
      await screen.findByText('The policy of orders-db could not be loaded'),
    ).toBeInTheDocument();
  });
});
