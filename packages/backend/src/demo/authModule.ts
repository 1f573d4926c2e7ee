import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { createDemoAuthenticator } from './demoAuthenticator';
import { readDemoUsers } from './demoUsers';
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
        const users = readDemoUsers(config);
        if (!users) {
          return;
        }
        const names = users.map(({ name }) => name).join(', ');
        logger.warn(
          `The demo users ${names} can sign in without a password, because safepointDemo.enabled is true`,
        );
        providers.registerProvider({
          providerId: 'safepoint-demo',
          factory: createProxyAuthProviderFactory({
            authenticator: createDemoAuthenticator(users),
            signInResolver: signInDemoUser,
          }),
        });
      },
    });
  },
});

export default demoAuthModule;
