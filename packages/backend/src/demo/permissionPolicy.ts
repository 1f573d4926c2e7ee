import { createBackendModule } from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { decidePermission } from './decidePermission';

/** Gives the portal the demo's permission policy. */
const demoPermissionPolicyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'safepoint-demo-policy',
  register(registration) {
    registration.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy({
          handle: async ({ permission }, user) =>
            decidePermission(permission, user?.info),
        });
      },
    });
  },
});

export default demoPermissionPolicyModule;
