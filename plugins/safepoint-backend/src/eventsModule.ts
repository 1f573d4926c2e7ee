import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { eventsExtensionPoint } from '@backstage/plugin-events-node/alpha';
import { ConfigProblems } from './config/ConfigProblems';
import { readWebhooks } from './config/webhooks';
import { gitlabEventsTopic } from './events/topic';
import { createWebhookValidator } from './events/webhook/createWebhookValidator';
import { DeliveryMemory } from './events/webhook/DeliveryMemory';

/**
 * Receives GitLab's webhooks for Safepoint at `/api/events/http/safepoint.gitlab`, through the events
 * backend. Without a secret in the configuration nothing is received.
 *
 * @public
 */
const eventsModuleSafepoint = createBackendModule({
  pluginId: 'events',
  moduleId: 'safepoint-gitlab',
  register(env) {
    env.registerInit({
      deps: {
        cache: coreServices.cache,
        events: eventsExtensionPoint,
        logger: coreServices.logger,
        rootConfig: coreServices.rootConfig,
      },
      async init({ cache, events, logger, rootConfig }) {
        const config = rootConfig.getOptionalConfig('safepoint');
        if (!config) return;
        const problems = new ConfigProblems();
        const { secrets } = readWebhooks(config, problems);
        problems.throwIfAny();
        if (secrets.length === 0) {
          logger.warn(
            "GitLab's webhooks are not received: there is no safepoint.gitlab.issuers[].webhookSecret. What happens in pipelines is learned by asking, minutes later.",
          );
          return;
        }
        events.addHttpPostIngress({
          topic: gitlabEventsTopic,
          validator: createWebhookValidator({
            secrets,
            logger,
            memory: new DeliveryMemory(cache),
          }),
        });
      },
    });
  },
});

export { eventsModuleSafepoint as default };
