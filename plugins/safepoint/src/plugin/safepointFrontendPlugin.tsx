import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { RiShieldCheckLine } from '@remixicon/react';
import { SafepointClient } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointApiRef } from '../api/safepointApiRef';
import { webhookExtensions } from '../components/webhooks/webhookExtensions';
import { isSafepointAvailable } from '../isSafepointAvailable';

const safepointApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: safepointApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new SafepointClient({ discoveryApi, fetchApi }),
    }),
});

const recoveryContent = EntityContentBlueprint.make({
  name: 'recovery',
  params: {
    path: 'recovery',
    title: 'Recovery',
    group: 'operation',
    icon: <RiShieldCheckLine />,
    filter: isSafepointAvailable,
    loader: () =>
      import('../components/tab/EntityRecoveryContent').then(module => (
        <module.EntityRecoveryContent />
      )),
  },
});

const recoverySummaryCard = EntityCardBlueprint.make({
  name: 'recovery-summary',
  params: {
    type: 'info',
    filter: isSafepointAvailable,
    loader: () =>
      import('../components/summary/EntityRecoverySummaryCard').then(module => (
        <module.EntityRecoverySummaryCard />
      )),
  },
});

/** Safepoint in the new frontend system: the Recovery tab, the summary card and their API. @alpha */
export const safepointFrontendPlugin = createFrontendPlugin({
  pluginId: 'safepoint',
  title: 'Safepoint',
  icon: <RiShieldCheckLine />,
  info: { packageJson: () => import('../../package.json') },
  extensions: [
    safepointApi,
    recoveryContent,
    recoverySummaryCard,
    ...webhookExtensions,
  ],
});
