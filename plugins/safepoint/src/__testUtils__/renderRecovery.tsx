import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import userEvent from '@testing-library/user-event';
import { safepointApiRef } from '../api/safepointApiRef';
import { EntityRecoveryContent } from '../components/tab/EntityRecoveryContent';
import type { FakeSafepointApi } from './FakeSafepointApi';
import { component } from './fixtures';

/** Renders the tab, or another element of an entity page, over a fake portal. */
export function renderRecovery(
  api: FakeSafepointApi,
  options: { entity?: Entity; search?: string; element?: JSX.Element } = {},
) {
  const { entity = component, search = '', element } = options;
  const user = userEvent.setup();
  renderInTestApp(
    <EntityProvider entity={entity}>
      {element ?? <EntityRecoveryContent />}
    </EntityProvider>,
    {
      apis: [[safepointApiRef, api]],
      initialRouteEntries: [`/${search}`],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
  return { user };
}
