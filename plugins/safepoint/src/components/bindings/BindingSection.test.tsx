import { screen } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aBinding,
  aRecovery,
  anEnvironment,
  anInstance,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

const project = '42 on https://gitlab.example.com';

function apiWith(overrides: Parameters<typeof anInstance>[0]) {
  return new FakeSafepointApi(
    aRecovery({
      environments: [anEnvironment({ instances: [anInstance(overrides)] })],
    }),
  );
}
const proposed = aBinding({ status: 'proposed', origin: 'annotation' });

describe('BindingSection', () => {
  it('lets who may manage bindings confirm a proposed one', async () => {
    const api = apiWith({ bindings: [proposed] });
    const { user } = renderRecovery(api);
    expect(
      await screen.findByText(/A GitLab project asks to act/),
    ).toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: `Confirm: ${project}` }),
    );
    expect(api.callsOf('confirmBinding')).toEqual([[proposed.id]]);
    expect(api.callsOf('getEntityRecovery')).toHaveLength(2);
  });

  it('tells everybody else who can', async () => {
    const api = apiWith({
      bindings: [proposed],
      may: { ...anInstance().may, manageBindings: false },
    });
    const { user } = renderRecovery(api);
    expect(
      await screen.findByText(/Somebody who manages bindings has to confirm/),
    ).toBeInTheDocument();
    const button = screen.getByRole('button', { name: `Confirm: ${project}` });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.click(button);
    expect(api.callsOf('confirmBinding')).toEqual([]);
  });

  it('revokes a confirmed one', async () => {
    const api = apiWith({});
    const { user } = renderRecovery(api);
    await user.click(
      await screen.findByRole('button', { name: `Revoke: ${project}` }),
    );
    expect(api.callsOf('revokeBinding')).toEqual([[aBinding().id]]);
  });

  it('shows what the portal refused', async () => {
    const api = apiWith({});
    api.failures.set('revokeBinding', new Error('A rule made this binding.'));
    const { user } = renderRecovery(api);
    await user.click(
      await screen.findByRole('button', { name: `Revoke: ${project}` }),
    );
    expect(
      await screen.findByText('A rule made this binding.'),
    ).toBeInTheDocument();
  });
});
