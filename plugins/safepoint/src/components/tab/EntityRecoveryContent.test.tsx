import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { screen, waitFor, within } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aPosture,
  aRecovery,
  anEnvironment,
  anInstance,
  brokenRecovery,
  component,
  neverPosture,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

describe('EntityRecoveryContent', () => {
  it('says that it loads until the portal answers', async () => {
    const api = new FakeSafepointApi(aRecovery());
    api.getEntityRecovery = () => new Promise(() => {});
    renderRecovery(api);
    expect(await screen.findByRole('status')).toHaveTextContent(
      'Loading the recovery of orders',
    );
  });

  it('shows the portal’s words when it fails, and tries again when asked', async () => {
    const api = new FakeSafepointApi(aRecovery());
    api.failures.set('getEntityRecovery', new Error('The database is down.'));
    const { user } = renderRecovery(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is down.',
    );
    api.failures.clear();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: 'orders-db: Protected' }),
    ).toBeInTheDocument();
  });

  it('keeps what it knew when a later load fails, and says that it is old', async () => {
    const api = new FakeSafepointApi(aRecovery());
    const { user } = renderRecovery(api);
    await screen.findByRole('heading', { name: 'orders-db: Protected' });
    api.failures.set('getEntityRecovery', new Error('The database is down.'));
    await user.click(screen.getByRole('button', { name: 'Refresh' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /could not be reached.*The database is down/,
    );
    expect(
      screen.getByRole('heading', { name: 'orders-db: Protected' }),
    ).toBeInTheDocument();
  });

  it.each<[string, EntityRecoveryView, string]>([
    ['protected', aRecovery(), 'orders-db: Protected'],
    [
      'at risk',
      recoveryWith(anInstance({ posture: aPosture({ verdict: 'at-risk' }) })),
      'orders-db: At risk',
    ],
    [
      'unknown',
      recoveryWith(anInstance({ posture: aPosture({ verdict: 'unknown' }) })),
      'orders-db: Unknown',
    ],
    ['unprotected', brokenRecovery, 'orders-db: Not protected'],
    [
      'never',
      recoveryWith(anInstance({ posture: neverPosture })),
      'orders-db: Nothing was ever saved',
    ],
  ])(
    'names a store that is %s in its heading',
    async (_, recovery, heading) => {
      renderRecovery(new FakeSafepointApi(recovery));
      expect(
        await screen.findByRole('heading', { level: 2, name: heading }),
      ).toBeInTheDocument();
    },
  );

  it('lists every reason, the worst first', async () => {
    renderRecovery(new FakeSafepointApi(brokenRecovery));
    await screen.findByRole('heading', { name: 'What is wrong' });
    const reasons = screen.getAllByText(/^(Critical|Warning|Fine):$/);
    expect(reasons.map(({ textContent }) => textContent)).toEqual([
      'Critical: ',
      'Warning: ',
      'Fine: ',
    ]);
    expect(screen.getByText(/what it wrote is suspect/)).toBeInTheDocument();
  });

  it('sets each objective beside its target and says whether it is met', async () => {
    renderRecovery(new FakeSafepointApi(brokenRecovery));
    const tile = (title: string) => screen.getByText(title).closest('div')!;
    await screen.findByText('Data you could lose (RPO)');
    expect(tile('Data you could lose (RPO)')).toHaveTextContent(
      /16 min.*target 1 day.*Met/,
    );
    expect(tile('Time to be back (RTO)')).toHaveTextContent(
      /4 min, 22 sec.*target 1 hr.*Met/,
    );
    expect(tile('Last verified restore')).toHaveTextContent(
      /L3, 9 days ago.*content is equal.*at most 7 days old.*Missed/,
    );
  });

  it('shows a store of which nothing was saved as exactly that', async () => {
    renderRecovery(
      new FakeSafepointApi(
        recoveryWith(
          anInstance({
            posture: neverPosture,
            recoveryPoints: [],
            lastKnownGood: { reason: 'There is no recovery point.' },
          }),
        ),
      ),
    );
    expect(await screen.findAllByText('Never measured')).toHaveLength(2);
    expect(
      screen.getByText(
        'Nothing was ever saved. There is nothing to go back to.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('There is none')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Restore…' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it('names the stores that nothing was ever recorded of', async () => {
    const uncovered = ['resource:default/orders-cache'];
    renderRecovery(new FakeSafepointApi(aRecovery({ uncovered })));
    expect(
      await screen.findByText('Nothing was ever saved of 1 data store'),
    ).toBeInTheDocument();
    expect(screen.getByText('orders-cache')).toBeInTheDocument();
  });

  it('does not explain the catalog file where it lacks nothing', async () => {
    const api = new FakeSafepointApi(
      aRecovery({
        environments: [],
        uncovered: ['resource:default/orders-db'],
      }),
    );
    renderRecovery(api);
    await screen.findByText('Nothing was ever saved of 1 data store');
    expect(screen.queryByText(/protects nothing of/)).not.toBeInTheDocument();
  });

  it('gives the exact lines that the catalog file lacks', async () => {
    const api = new FakeSafepointApi(aRecovery({ environments: [] }));
    const entity = { ...component, spec: {} };
    renderRecovery(api, { entity });
    expect(
      await screen.findByText(/- resource:default\/orders-db/),
    ).toBeInTheDocument();
  });

  it('shows production first and another environment when asked', async () => {
    const staging = anEnvironment({
      environment: 'staging',
      production: false,
      instances: [
        anInstance({
          posture: neverPosture,
          instance: {
            ...anInstance().instance,
            id: 'orders-db-staging',
            environment: 'staging',
          },
        }),
      ],
    });
    const api = new FakeSafepointApi(
      aRecovery({ environments: [staging, anEnvironment()] }),
    );
    const { user } = renderRecovery(api);
    await screen.findByRole('heading', { name: 'orders-db: Protected' });
    const group = screen.getByRole('radiogroup', { name: 'Environments' });
    await user.click(
      within(group).getByRole('radio', { name: /staging.*Nothing was ever/ }),
    );
    expect(
      await screen.findByRole('heading', {
        name: 'orders-db: Nothing was ever saved',
      }),
    ).toBeInTheDocument();
  });

  it('opens the environment that the address names', async () => {
    const staging = anEnvironment({
      environment: 'staging',
      production: false,
    });
    const api = new FakeSafepointApi(
      aRecovery({ environments: [anEnvironment(), staging] }),
    );
    renderRecovery(api, { search: '?environment=staging' });
    await waitFor(() =>
      expect(screen.getByRole('radio', { name: /staging/ })).toBeChecked(),
    );
  });
});

function recoveryWith(instance: ReturnType<typeof anInstance>) {
  return aRecovery({
    environments: [anEnvironment({ instances: [instance] })],
  });
}
