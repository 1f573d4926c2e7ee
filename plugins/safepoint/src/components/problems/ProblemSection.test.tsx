import type { OpenProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import { screen } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import { aRecovery } from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

const late: OpenProblemView = {
  id: '01KKC2VRX0179KEJ0JA4PCTEQC',
  code: 'rpo-missed',
  source: 'posture',
  severity: 'critical',
  title: 'orders-db can lose more than an hour',
  text: 'Back up now.',
  since: '2026-03-10T14:03:10Z',
  openedAt: '2026-03-10T14:03:12Z',
  mayAcknowledge: true,
};

function apiWith(...problems: OpenProblemView[]) {
  const api = new FakeSafepointApi(aRecovery());
  api.problems = problems;
  return api;
}

describe('ProblemSection', () => {
  it('says that nothing is wrong', async () => {
    renderRecovery(apiWith());
    expect(await screen.findByText(/Nothing is open/)).toBeInTheDocument();
  });

  it('shows what is open, and lets somebody see to it', async () => {
    const api = apiWith(late);
    const { user } = renderRecovery(api);
    expect(await screen.findByText('Back up now.')).toBeInTheDocument();
    expect(
      screen.getByRole('table', { name: 'Open problems of orders-db' }),
    ).toHaveTextContent(/Critical.*ago/);
    await user.click(
      screen.getByRole('button', { name: `I see to it: ${late.title}` }),
    );
    expect(api.callsOf('acknowledgeProblem')).toEqual([[late.id]]);
    expect(
      await screen.findByText('seen to by user:default/dana'),
    ).toBeInTheDocument();
  });

  it('keeps the button from whoever may not use it', async () => {
    const api = apiWith({ ...late, mayAcknowledge: false });
    renderRecovery(api);
    expect(
      await screen.findByRole('button', { name: /I see to it/ }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('shows apart what was resolved lately', async () => {
    renderRecovery(
      apiWith({
        ...late,
        mayAcknowledge: false,
        resolvedAt: '2026-03-10T16:00:00Z',
      }),
    );
    expect(
      await screen.findByText('Resolved in the last seven days', {
        selector: 'summary',
      }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /I see to it/ })).toBeNull();
  });

  it.each([
    ['listProblems', 'The problems of orders-db could not be loaded'],
    ['acknowledgeProblem', 'The problem could not be acknowledged'],
  ] as const)('shows why %s failed', async (name, title) => {
    const api = apiWith(late);
    api.failures.set(name, new Error('The database is down.'));
    const { user } = renderRecovery(api);
    if (name === 'acknowledgeProblem') {
      await user.click(
        await screen.findByRole('button', { name: /I see to it/ }),
      );
    }
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.getByText(/The database is down/)).toBeInTheDocument();
  });
});
