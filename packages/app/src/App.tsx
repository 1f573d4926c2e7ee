import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { navigationModule } from './navigation';
import { signInModule } from './signIn';

/** The portal: what stands in package.json is discovered as well, see `app.packages` in app-config.yaml. */
export const app = createApp({
  features: [catalogPlugin, navigationModule, signInModule],
});
