// A page of its own, so it brings the styles that an app would bring.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import ReactDOM from 'react-dom/client';
import safepointPlugin from '../src/alpha';
import { safepointApiRef } from '../src/api/safepointApiRef';
import { component } from '../src/__testUtils__/fixtures';
import { DevSignIn } from './DevSignIn';
import { ScenarioSafepointApi } from './ScenarioSafepointApi';

/** The tab and the card on a real entity page, with a portal in memory. `?scenario=` picks a state. */
const app = createApp({
  features: [
    catalogPlugin,
    safepointPlugin,
    createFrontendModule({
      pluginId: 'app',
      extensions: [
        SignInPageBlueprint.make({
          params: { loader: async () => DevSignIn },
        }),
      ],
    }),
    createFrontendModule({
      pluginId: 'catalog',
      extensions: [
        ApiBlueprint.make({
          params: defineParams =>
            defineParams({
              api: catalogApiRef,
              deps: {},
              factory: () => catalogApiMock({ entities: [component] }),
            }),
        }),
      ],
    }),
    createFrontendModule({
      pluginId: 'safepoint',
      extensions: [
        ApiBlueprint.make({
          params: defineParams =>
            defineParams({
              api: safepointApiRef,
              deps: {},
              factory: () => new ScenarioSafepointApi(),
            }),
        }),
      ],
    }),
  ],
});

ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
