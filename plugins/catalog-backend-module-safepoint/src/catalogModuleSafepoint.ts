import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { CatalogModelSources } from '@backstage/catalog-model/alpha';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { catalogModelExtensionPoint } from '@backstage/plugin-catalog-node/alpha';
import { GovernanceProcessor } from './GovernanceProcessor';
import { readSettings } from './readSettings';
import { recoveryPolicyModelLayer } from './recoveryPolicyModelLayer';
import { RecoveryPolicyProcessor } from './RecoveryPolicyProcessor';

/**
 * The kind `RecoveryPolicy`: taken from the platform's locations only, checked in full, and related to
 * what it governs.
 *
 * @public
 */
export const catalogModuleSafepoint = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'safepoint',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        model: catalogModelExtensionPoint,
        processing: catalogProcessingExtensionPoint,
      },
      async init({ config, model, processing }) {
        const { locations, selectors } = readSettings(config);
        model.addModelSource(
          CatalogModelSources.static([recoveryPolicyModelLayer]),
        );
        processing.addProcessor(new RecoveryPolicyProcessor(locations));
        processing.addProcessor(new GovernanceProcessor(selectors));
      },
    });
  },
});
