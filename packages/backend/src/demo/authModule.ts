import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { createDemoAuthenticator } from './demoAuthenticator';
import { readDemoUserNames } from './demoUsers';
import { signInDemoUser } from './signInDemoUser';

/** Adds the auth provider `safepoint-demo`. Without `safepointDemo.enabled: true` it adds nothing. */
const demoAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'safepoint-demo-provider',
  register(registration) {
    registration.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, logger, providers }) {
        const userNames = readDemoUserNames(config);
        if (!userNames) {
          return;
        }
        logger.warn(
          `The demo users ${userNames.join(
            ', ',
          )} can sign in without a password, because safepointDemo.enabled is true`,
        );
        providers.registerProvider({
          providerId: 'safepoint-demo',
          factory: createProxyAuthProviderFactory({
            authenticator: createDemoAuthenticator(userNames),
            signInResolver: signInDemoUser,
          }),
        });
      },
    });
  },
});

export default demoAuthModule;
