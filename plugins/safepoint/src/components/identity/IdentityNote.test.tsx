import { screen, waitFor, within } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  anEnvironment,
  anInstance,
  aRecovery,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

const words = 'Another store stands in the place of the known one';

function apiWith(changes: object) {
  const shown = anInstance();
  return new FakeSafepointApi(
    aRecovery({
      environments: [
        anEnvironment({
          instances: [
            { ...shown, instance: { ...shown.instance, ...changes } },
          ],
        }),
      ],
    }),
  );
}

const changed = {
  id: 'instance-1',
  identityStatus: 'changed',
  identity: { systemIdentifier: '7' },
  changedIdentity: { systemIdentifier: '8' },
};

describe('IdentityNote', () => {
  it('says nothing of a store that is the known one', async () => {
    renderRecovery(apiWith({ identityStatus: 'accepted' }));
    await screen.findAllByRole('heading');
    expect(screen.queryByText(words)).not.toBeInTheDocument();
  });

  it('shows both and accepts what it has shown, for a reason', async () => {
    const api = apiWith(changed);
    const { user } = renderRecovery(api);
    expect(await screen.findByText(words)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Accept…' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('Known systemIdentifier')).toBeVisible();
    expect(within(dialog).getByText('8')).toBeVisible();
    await user.type(
      within(dialog).getByRole('textbox'),
      'Moved to the new cluster.',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Accept' }));
    await waitFor(() =>
      expect(api.callsOf('acceptIdentity')).toEqual([
        [
          'instance-1',
          {
            identity: { systemIdentifier: '8' },
            reason: 'Moved to the new cluster.',
          },
        ],
      ]),
    );
  });

  it('says what to do where the other one is not known', async () => {
    renderRecovery(apiWith({ ...changed, changedIdentity: undefined }));
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.getByText(/Take a recovery point/)).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Accept…' }),
    ).not.toBeInTheDocument();
  });
});
