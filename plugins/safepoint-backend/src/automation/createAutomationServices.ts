import type {
  AuditorService,
  AuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import { DeploymentLedger } from '../agent/gate/DeploymentLedger';
import type { Alerts } from '../alerts';
import type { EntitlementSource } from '../bindings/EntitlementSource';
import { EntityDirectory } from '../catalog/EntityDirectory';
import type { SafepointConfig } from '../config';
import { agentStores } from '../database/agentStores';
import { portalStores } from '../database/portalStores';
import { OutcomeRecorder } from '../events/OutcomeRecorder';
import type { InstanceRegistry } from '../instances/InstanceRegistry';
import type { Authorizer } from '../permissions/Authorizer';
import { GateRules, type PolicySource } from '../policies';
import type { DurableRecords } from '../records';
import { RecordedRequests } from '../requests/RecordedRequests';
import { RequestAdmission } from '../requests/RequestAdmission';
import type { RequestTrigger } from '../requests/RequestTrigger';
import { RestoreGuard } from '../requests/RestoreGuard';
import type { ScheduledTask } from '../tasks';
import { AutomationCalls } from './AutomationCalls';
import { AutomationGate } from './AutomationGate';
import { AutomationRequests } from './AutomationRequests';
import { CdEventReceiver } from './CdEventReceiver';
import { ExternalInstances } from './ExternalInstances';
import { ExternalPoints } from './ExternalPoints';

const keptMilliseconds = 30 * 24 * 3_600 * 1_000;

export interface AutomationDependencies {
  config: SafepointConfig;
  knex: Knex;
  storage: Storage;
  records: DurableRecords;
  catalog: CatalogService;
  auth: AuthService;
  auditor: AuditorService;
  logger: LoggerService;
  alerts: Alerts;
  authorizer: Authorizer;
  instances: InstanceRegistry;
  trigger: RequestTrigger;
  policies: PolicySource;
  entitlements: EntitlementSource;
  now: () => Date;
}

export type AutomationServices = ReturnType<typeof createAutomationServices>;

export function createAutomationServices(dependencies: AutomationDependencies) {
  const { config, knex, now } = dependencies;
  const shared = {
    ...dependencies,
    stores: { ...portalStores(knex), ...agentStores(knex) },
    directory: new EntityDirectory(dependencies),
    gate: new AutomationGate({
      ...dependencies,
      config: config.automation,
    }),
    calls: new AutomationCalls(knex),
  };
  return {
    requests: new AutomationRequests({
      ...shared,
      requests: new RecordedRequests(shared),
      admission: new RequestAdmission({
        ...shared,
        guard: new RestoreGuard(shared),
      }),
    }),
    externalPoints: new ExternalPoints({
      ...shared,
      instances: new ExternalInstances(shared),
    }),
    cdEvents: new CdEventReceiver({
      ...shared,
      recorder: new OutcomeRecorder({
        ...shared,
        appBaseUrl: config.appBaseUrl,
        ledger: new DeploymentLedger(shared),
      }),
      gateRules: new GateRules(
        dependencies.policies,
        dependencies.entitlements,
      ),
    }),
    tasks: [
      {
        id: 'safepoint-forget-automation-calls',
        schedule: {
          frequency: { hours: 1 },
          timeout: { minutes: 5 },
          initialDelay: { minutes: 1 },
        },
        run: () =>
          shared.calls.forget(new Date(now().getTime() - keptMilliseconds)),
      },
    ] satisfies ScheduledTask[],
  };
}
