import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import type { Problems } from '../alerts';
import type { RetentionConfig } from '../config/retention';
import { agentStores } from '../database/agentStores';
import { portalStores } from '../database/portalStores';
import type { Authorizer } from '../permissions/Authorizer';
import type { PolicySource } from '../policies';
import type { DurableRecords } from '../records';
import { HoldEnforcer } from './HoldEnforcer';
import { HoldLedger } from './HoldLedger';
import { HoldService } from './HoldService';
import { HoldStore } from './HoldStore';
import { PointExpirer } from './PointExpirer';
import { PointLocker } from './PointLocker';
import { PointRemover } from './PointRemover';
import { RetentionAgenda } from './RetentionAgenda';
import { RetentionPlanner } from './RetentionPlanner';
import { RetentionPlanReader } from './RetentionPlanReader';
import { RetentionProblems } from './RetentionProblems';
import { RetentionRounds } from './RetentionRounds';
import type { StoreCatalog } from './StoreCatalog';

export interface RetentionDependencies {
  retention: RetentionConfig;
  knex: Knex;
  storage: Storage;
  records: DurableRecords;
  policies: PolicySource;
  problems: Problems;
  authorizer: Authorizer;
  catalog: StoreCatalog;
  auditor: AuditorService;
  logger: LoggerService;
  now?: () => Date;
}

export type RetentionServices = ReturnType<typeof createRetentionServices>;

/** What plans and applies retention, and what people ask of it. */
export function createRetentionServices(dependencies: RetentionDependencies) {
  const { knex, retention } = dependencies;
  const { now = () => new Date() } = dependencies;
  const shared = { ...dependencies, ...retention, now };
  const agenda = new RetentionAgenda(knex);
  const planner = new RetentionPlanner(shared);
  const expirer = new PointExpirer(shared);
  const enforcer = new HoldEnforcer(shared);
  const stores = { ...agentStores(knex), ...portalStores(knex) };
  return {
    agenda,
    planner,
    enforcer,
    rounds: new RetentionRounds({
      ...shared,
      agenda,
      planner,
      expirer,
      locker: new PointLocker(shared),
      remover: new PointRemover({ ...shared, planner, expirer }),
      problems: new RetentionProblems(shared),
    }),
    holds: new HoldService({
      ...shared,
      stores,
      agenda,
      enforcer,
      holds: new HoldStore(knex),
      ledger: new HoldLedger(shared),
    }),
    plans: new RetentionPlanReader({ ...shared, stores, planner }),
  };
}
