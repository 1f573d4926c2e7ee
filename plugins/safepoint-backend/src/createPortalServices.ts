import type {
  AuditorService,
  AuthService,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { DriverDescriptor, Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import { isProduction } from './agent/AgentDependencies';
import {
  createAlertServices,
  DatabaseProblems,
  OutboxAlerts,
  ProblemService,
  publishProblems,
} from './alerts';
import { BindingService } from './bindings/BindingService';
import { EntityDirectory } from './catalog/EntityDirectory';
import type { SafepointConfig } from './config';
import { agentStores } from './database/agentStores';
import { portalStores } from './database/portalStores';
import { auditPause } from './gitlab/auditPause';
import { GitLabs } from './gitlab/GitLabs';
import { describeMissing, HealthService, Heartbeats } from './health';
import { DatabaseInstanceRegistry } from './instances/DatabaseInstanceRegistry';
import { IdentityAcceptance } from './instances/IdentityAcceptance';
import { Authorizer } from './permissions/Authorizer';
import {
  createPolicySource,
  GateRules,
  PolicyService,
  RestoreRules,
} from './policies';
import { createPostureServices } from './posture';
import type { DurableRecords } from './records';
import { DeploymentMarks } from './recovery/DeploymentMarks';
import { RecoveryPointService } from './recovery/RecoveryPointService';
import { RecoveryService } from './recovery/RecoveryService';
import { RecoverySetReader } from './recoverySets/RecoverySetReader';
import { RecoverySetStore } from './recoverySets/RecoverySetStore';
import { FailureResponder } from './requests/FailureResponder';
import { JobEnvironments } from './requests/JobEnvironments';
import { RecordedRequests } from './requests/RecordedRequests';
import { RequestAdmission } from './requests/RequestAdmission';
import { RequestReconciler } from './requests/RequestReconciler';
import { RequestService } from './requests/RequestService';
import { RequestTrigger } from './requests/RequestTrigger';
import { RequestVisibility } from './requests/RequestVisibility';
import { RestoreGuard } from './requests/RestoreGuard';
import { createRetentionServices, DirectoryStoreCatalog } from './retention';
import { createScheduleServices } from './schedules';
import { createEventOutbox, publishVerdicts } from './webhooksOut';

export interface PortalDependencies {
  config: SafepointConfig;
  knex: Knex;
  storage: Storage;
  records: DurableRecords;
  drivers: Map<string, DriverDescriptor>;
  catalog: CatalogService;
  auth: AuthService;
  permissions: PermissionsService;
  notifications: NotificationService;
  auditor: AuditorService;
  logger: LoggerService;
  userInfo?: UserInfoService;
  /** Default: the machine's clock. */
  now?: () => Date;
}

/** The half of the plugin that serves people, and what the agent's half asks of it. */
export function createPortalServices(dependencies: PortalDependencies) {
  const { config, knex } = dependencies;
  const stores = { ...portalStores(knex), ...agentStores(knex) };
  const production = (environment: string) => isProduction(config, environment);
  const authorizer = new Authorizer(dependencies.permissions);
  const directory = new EntityDirectory(dependencies);
  const events = createEventOutbox(config, dependencies.now);
  const policies = createPolicySource({
    ...dependencies,
    directory,
    isProduction: production,
  });
  const restoreRules = new RestoreRules({
    ...dependencies,
    policies,
    isProduction: production,
  });
  const shared = {
    ...dependencies,
    stores,
    authorizer,
    restoreRules,
    visibility: new RequestVisibility({ stores, authorizer, restoreRules }),
    isProduction: production,
    policies,
    heartbeats: new Heartbeats(dependencies),
    problems: new DatabaseProblems({
      ...dependencies,
      onChange: publishProblems(events, config.appBaseUrl),
    }),
    directory,
    gitlabs: new GitLabs(config.issuers, {
      onPause: auditPause(dependencies),
    }),
  };
  const schedules = createScheduleServices({
    ...shared,
    bindingRules: config.bindingRules,
    rules: config.schedules,
  });
  const instances = new DatabaseInstanceRegistry({
    ...shared,
    onMade: made => schedules.syncer.sync([made]),
  });
  const bindings = new BindingService({
    ...shared,
    instances,
    rules: config.bindingRules,
  });
  const recorded = new RecordedRequests(shared);
  const trigger = new RequestTrigger({
    ...shared,
    requests: recorded,
    environments: new JobEnvironments({
      ...shared,
      drillEnvironments: config.drillEnvironments,
    }),
  });
  const admission = new RequestAdmission({
    ...shared,
    guard: new RestoreGuard(shared),
  });
  const requests = new RequestService({
    ...shared,
    requests: recorded,
    trigger,
    admission,
  });
  const failures = new FailureResponder({
    ...shared,
    onFailure: config.onFailure,
    requests: recorded,
    trigger,
    admission,
  });
  const sets = new RecoverySetReader({
    ...shared,
    sets: new RecoverySetStore(knex),
  });
  const posture = createPostureServices({
    ...shared,
    onVerdict: publishVerdicts(events, config.appBaseUrl),
  });
  return {
    stores,
    authorizer,
    gitlabs: shared.gitlabs,
    policies: shared.policies,
    policyService: new PolicyService(shared),
    problems: shared.problems,
    problemService: new ProblemService({ ...shared, instances }),
    alerts: new OutboxAlerts(shared),
    telling: createAlertServices(shared),
    instances,
    schedules,
    bindings,
    requests,
    failures,
    trigger,
    reconciler: new RequestReconciler({
      ...shared,
      requests: recorded,
      trigger,
    }),
    ...posture,
    heartbeats: shared.heartbeats,
    recovery: new RecoveryService({
      ...shared,
      ...posture,
      gateRules: new GateRules(shared.policies, bindings),
      schedules: schedules.reader,
    }),
    points: new RecoveryPointService({ ...shared, requests, sets }),
    sets,
    marks: new DeploymentMarks(shared),
    identities: new IdentityAcceptance(shared),
    retention: createRetentionServices({
      ...shared,
      retention: config.retention,
      catalog: new DirectoryStoreCatalog(shared.directory),
    }),
    health: new HealthService({
      ...shared,
      ...posture,
      notes: describeMissing(config),
    }),
  };
}
