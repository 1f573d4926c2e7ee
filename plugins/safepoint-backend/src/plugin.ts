import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  safepointDriversExtensionPoint,
  safepointStoragesExtensionPoint,
} from '@safepoint/backstage-plugin-safepoint-node';
import { createAgentRouter, createAgentServices, createTasks } from './agent';
import {
  createAlertTasks,
  createProblemRouter,
  OutboxAlerts,
  RecordAlerts,
} from './alerts';
import { createAutomationRouter, createAutomationServices } from './automation';
import { readSafepointConfig } from './config';
import { createPortalServices } from './createPortalServices';
import { openDatabase } from './database/migrate';
import {
  createDirectServices,
  createDirectTasks,
  GitLabJobHistory,
} from './direct';
import { createGitLabWatch } from './events/createGitLabWatch';
import { Extensions } from './Extensions';
import {
  deriveRequestSecret,
  loadEncryptionKeys,
  loadSigningKeys,
} from './keys/loadKeys';
import { createMetrics } from './metrics';
import { registerPermissions } from './permissions/registerPermissions';
import { createPostureTasks } from './posture';
import { IndexRebuilder } from './rebuild';
import { DatabaseDurableRecords } from './records';
import type { RecoveryRequest } from './requests/RecoveryRequest';
import { createRetentionRouter, createRetentionTasks } from './retention';
import { createRouter } from './router';
import { createScheduleTasks } from './schedules';
import { createScrubServices, createScrubTasks } from './scrub';
import { createStorageRouter } from './storage/createStorageRouter';
import { openStorage } from './storage/openStorage';
import { createPortalTasks, scheduleTasks } from './tasks';
import {
  createEventOutbox,
  createWebhookRouter,
  createWebhookServices,
} from './webhooksOut';

/**
 * Safepoint's backend: records recovery points, drills, deployments and restores against catalog entities.
 *
 * @public
 */
export const safepointPlugin = createBackendPlugin({
  pluginId: 'safepoint',
  register(env) {
    const extensions = new Extensions();
    env.registerExtensionPoint(safepointStoragesExtensionPoint, extensions);
    env.registerExtensionPoint(safepointDriversExtensionPoint, extensions);

    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { httpRouter, logger, scheduler } = services;
        const config = readSafepointConfig(
          services.rootConfig,
          extensions.storages,
        );
        const signingKeys = await loadSigningKeys(config.signing);
        const encryption = await loadEncryptionKeys(config.encryption);
        const knex = await openDatabase(services.database);
        const { storage, receiver } = await openStorage(
          extensions.storages,
          config.storage,
          {
            logger,
            pluginBaseUrl: await services.discovery.getExternalBaseUrl(
              'safepoint',
            ),
            signingSecret: deriveRequestSecret(signingKeys.current),
          },
        );
        const records = new DatabaseDurableRecords({
          knex,
          storage,
          keys: signingKeys,
          logger,
          listener: new RecordAlerts({
            ...config,
            alerts: new OutboxAlerts({ knex, logger }),
            next: createEventOutbox(config),
          }),
        });
        const portal = createPortalServices({
          ...services,
          config,
          knex,
          storage,
          records,
          drivers: extensions.drivers,
        });
        registerPermissions(services.permissionsRegistry, portal.stores);

        for (const path of ['/agent', '/storage', '/keys', '/health']) {
          httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
        }
        const agentDependencies = {
          ...services,
          config,
          knex,
          storage,
          records,
          signingKeys,
          encryption,
          entitlements: portal.bindings,
          policies: portal.policies,
          instances: portal.instances,
          failures: portal.failures,
          alerts: portal.alerts,
          problems: portal.problems,
          jobs: portal.gitlabs,
          lookUpPipeline: (request: RecoveryRequest) =>
            portal.trigger.lookUp(request),
          findDriver: (name: string) => extensions.drivers.get(name),
          now: () => new Date(),
        };
        const watch = createGitLabWatch({
          ...agentDependencies,
          gitlabs: portal.gitlabs,
        });
        const agent = createAgentServices({
          ...agentDependencies,
          lookAtGitLab: watch.lookAtGitLab,
        });
        const automation = createAutomationServices({
          ...agentDependencies,
          ...portal,
        });
        const webhooks = createWebhookServices({
          ...agentDependencies,
          ...portal,
        });
        httpRouter.use(
          createAutomationRouter({
            ...services,
            automation,
            callsPerMinute: config.automation.callsPerMinute,
          }),
        );
        const rebuilder = new IndexRebuilder(agentDependencies);
        httpRouter.use(
          createAgentRouter({ ...agentDependencies, services: agent }),
        );
        if (receiver) {
          httpRouter.use(
            createStorageRouter({
              receiver,
              requestsPerMinute: config.rateLimits.storagePerMinute,
            }),
          );
        }
        httpRouter.use(
          createRouter({
            ...portal,
            httpAuth: services.httpAuth,
            keys: {
              signing: { ...signingKeys.known },
              recipients: encryption.recipients,
            },
            rebuildIndex: () => rebuilder.rebuildIndex(),
          }),
        );
        httpRouter.use(createWebhookRouter({ ...services, ...webhooks }));
        httpRouter.use(createRetentionRouter({ ...services, ...portal }));
        httpRouter.use(createProblemRouter({ ...services, ...portal }));
        await watch.subscribe(services.events);
        const directDependencies = {
          ...agentDependencies,
          direct: config.direct,
          history: new GitLabJobHistory(portal.gitlabs),
        };
        const tasks = [
          ...createPortalTasks({
            deployments: watch.reconciler,
            requests: portal.reconciler,
          }),
          ...createAlertTasks(portal.telling),
          ...createPostureTasks(portal),
          ...createScheduleTasks(portal.schedules),
          ...createTasks({ services: agent, records, logger }),
          ...createRetentionTasks(portal.retention),
          ...webhooks.tasks,
          ...automation.tasks,
          ...createScrubTasks(createScrubServices(agentDependencies)),
          ...createDirectTasks(
            createDirectServices(directDependencies),
            directDependencies,
          ),
        ];
        await scheduleTasks(scheduler, tasks, portal.heartbeats);
        createMetrics({ ...agentDependencies, heartbeats: portal.heartbeats });
      },
    });
  },
});
