import { screen, within } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aRecovery,
  aRequest,
  anEnvironment,
  anInstance,
  brokenRecovery,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

function recoveryOf(overrides: Parameters<typeof anInstance>[0]) {
  return aRecovery({
    environments: [anEnvironment({ instances: [anInstance(overrides)] })],
  });
}
const nothing = {
  backup: false,
  drill: false,
  restore: false,
  manageBindings: false,
};

describe('StoreActions', () => {
  it('asks for a backup, says so and loads again', async () => {
    const api = new FakeSafepointApi(aRecovery());
    const { user } = renderRecovery(api);
    await user.click(
      await screen.findByRole('button', { name: 'Back up now' }),
    );
    expect(
      await screen.findByText('The backup of orders-db was asked for.'),
    ).toBeInTheDocument();
    expect(api.callsOf('createRequest')).toEqual([
      [{ kind: 'backup', instanceId: 'orders-db-production' }],
    ]);
    expect(api.callsOf('getEntityRecovery')).toHaveLength(2);
  });

  it('asks for a drill of the newest point', async () => {
    const api = new FakeSafepointApi(aRecovery());
    const { user } = renderRecovery(api);
    await user.click(await screen.findByRole('button', { name: 'Run drill' }));
    expect(api.callsOf('createRequest')).toEqual([
      [{ kind: 'drill', instanceId: 'orders-db-production' }],
    ]);
  });

  it('shows what the portal refused', async () => {
    const api = new FakeSafepointApi(aRecovery());
    api.failures.set('createRequest', new Error('GitLab cannot be reached.'));
    const { user } = renderRecovery(api);
    await user.click(
      await screen.findByRole('button', { name: 'Back up now' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'GitLab cannot be reached.',
    );
  });

  it.each<[string, string, Parameters<typeof anInstance>[0], RegExp]>([
    ['Back up now', 'not allowed', { may: nothing }, /You may not back up/],
    ['Run drill', 'not allowed', { may: nothing }, /You may not drill/],
    [
      'Restore this state…',
      'not allowed',
      { may: nothing },
      /You may not ask for a restore/,
    ],
    [
      'Back up now',
      'one is under way',
      { requests: [aRequest({ kind: 'backup', status: 'running' })] },
      /A backup is under way already/,
    ],
    [
      'Run drill',
      'one is under way',
      { requests: [aRequest({ kind: 'drill', status: 'triggered' })] },
      /A drill is under way already/,
    ],
    [
      'Run drill',
      'there is no point',
      { recoveryPoints: [] },
      /no recovery point to drill/,
    ],
  ])(
    '%s does nothing and says why when %s',
    async (name, _, overrides, why) => {
      const api = new FakeSafepointApi(recoveryOf(overrides));
      const { user } = renderRecovery(api);
      const button = await screen.findByRole('button', { name });
      expect(button).toHaveAttribute('aria-disabled', 'true');
      await user.click(button);
      expect(api.callsOf('createRequest')).toEqual([]);
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();

      // A click moves the focus too, but only the keyboard's focus explains itself.
      await user.tab();
      await user.tab({ shift: true });
      expect(button).toHaveFocus();
      expect(await screen.findByRole('tooltip')).toHaveTextContent(why);
    },
  );

  it('has no button that could not be used by who may only read', async () => {
    const [environment] = brokenRecovery.environments;
    const [instance] = environment.instances;
    const requests = instance.requests.map(request => ({
      ...request,
      mayDecide: false,
    }));
    const api = new FakeSafepointApi(
      aRecovery({
        environments: [
          {
            ...environment,
            mayMark: false,
            instances: [{ ...instance, requests, may: nothing }],
          },
        ],
      }),
    );
    renderRecovery(api);
    await screen.findByRole('heading', { name: /Not protected/ });
    const usable = within(document.body)
      .getAllByRole('button')
      .filter(button => button.getAttribute('aria-disabled') !== 'true')
      .map(button => button.getAttribute('aria-label') ?? button.textContent);
    // To look, and nothing to change anything.
    expect(new Set(usable.map(label => label?.split(' ')[0]))).toEqual(
      new Set(['Refresh', 'Details', 'Show']),
    );
  });
});
