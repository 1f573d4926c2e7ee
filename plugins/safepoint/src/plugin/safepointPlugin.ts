import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { SafepointClient } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointApiRef } from '../api/safepointApiRef';

/** Safepoint in the classic frontend system. @public */
export const safepointPlugin = createPlugin({
  id: 'safepoint',
  apis: [
    createApiFactory({
      api: safepointApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new SafepointClient({ discoveryApi, fetchApi }),
    }),
  ],
});

/** The Recovery tab; mount it as `<EntityLayout.Route path="/recovery" …>`. @public */
export const EntityRecoveryContent = safepointPlugin.provide(
  createComponentExtension({
    name: 'EntityRecoveryContent',
    component: {
      lazy: () =>
        import('../components/tab/EntityRecoveryContent').then(
          module => module.EntityRecoveryContent,
        ),
    },
  }),
);

/** The summary card for an entity's overview. @public */
export const EntityRecoverySummaryCard = safepointPlugin.provide(
  createComponentExtension({
    name: 'EntityRecoverySummaryCard',
    component: {
      lazy: () =>
        import('../components/summary/EntityRecoverySummaryCard').then(
          module => module.EntityRecoverySummaryCard,
        ),
    },
  }),
);
