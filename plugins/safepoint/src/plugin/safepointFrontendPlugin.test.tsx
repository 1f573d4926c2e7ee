import type { Entity } from '@backstage/catalog-model';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import plugin, { safepointApiRef } from '../alpha';
import { FakeSafepointApi } from '../__testUtils__/FakeSafepointApi';
import { aRecovery, component } from '../__testUtils__/fixtures';

// The components are loaded lazily, and that compiles them here.
const lazily = { timeout: 20_000 };

function renderPage(entity: Entity) {
  renderTestApp({
    features: [plugin],
    extensions: [createTestEntityPage({ entity })],
    apis: [[safepointApiRef, new FakeSafepointApi(aRecovery())]],
  });
}

describe('safepointFrontendPlugin', () => {
  it('adds the tab and the summary card to an entity page', async () => {
    renderPage(component);
    expect(
      await screen.findByRole(
        'heading',
        { name: 'orders-db: Protected' },
        lazily,
      ),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'Open Recovery' }, lazily),
    ).toBeInTheDocument();
  }, 40_000);

  it('adds nothing to an entity that it has nothing to say about', async () => {
    renderPage({ ...component, kind: 'Group', spec: {} });
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });

  it('puts the tab at /recovery in the group operation', () => {
    const content = createExtensionTester(
      plugin.getExtension('entity-content:safepoint/recovery'),
    );
    const { title, group } = EntityContentBlueprint.dataRefs;
    expect(content.get(coreExtensionData.routePath)).toBe('recovery');
    expect(content.get(title)).toBe('Recovery');
    expect(content.get(group)).toBe('operation');
  });
});
