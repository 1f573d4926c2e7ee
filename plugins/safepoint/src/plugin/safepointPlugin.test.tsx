import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { EntityRecoveryContent, safepointApiRef, safepointPlugin } from '..';
import { FakeSafepointApi } from '../__testUtils__/FakeSafepointApi';
import { aRecovery, component } from '../__testUtils__/fixtures';

describe('safepointPlugin', () => {
  it('provides the API of the portal', () => {
    expect([...safepointPlugin.getApis()].map(({ api }) => api.id)).toEqual([
      safepointApiRef.id,
    ]);
  });

  it('shows the tab in a classic app', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[[safepointApiRef, new FakeSafepointApi(aRecovery())]]}
      >
        <EntityProvider entity={component}>
          <EntityRecoveryContent />
        </EntityProvider>
      </TestApiProvider>,
    );
    expect(
      await screen.findByRole(
        'heading',
        { name: 'orders-db: Protected' },
        { timeout: 20_000 },
      ),
    ).toBeInTheDocument();
  }, 40_000);
});
