import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { BindingRule } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { Problems } from '../alerts';
import type { GitLabIssuerConfig } from '../config';
import type { PortalStores } from '../database/portalStores';
import type { Authorizer } from '../permissions/Authorizer';
import type { PolicySource } from '../policies';
import type { DurableRecords } from '../records';
import type { RequestVisibility } from '../requests/RequestVisibility';
import { PauseService } from './PauseService';
import { ScheduleProblems } from './ScheduleProblems';
import { ScheduleReader } from './ScheduleReader';
import type { ScheduleRules } from './ScheduleRules';
import { ScheduleSyncer } from './ScheduleSyncer';
import { ScheduleTick } from './ScheduleTick';
import { ScheduleWatch } from './ScheduleWatch';
import { TurnTaker } from './TurnTaker';
import { Workplaces } from './Workplaces';

export interface ScheduleDependencies {
  knex: Knex;
  records: DurableRecords;
  stores: Pick<PortalStores, 'bindings'>;
  policies: PolicySource;
  problems: Problems;
  gitlabs: { issuers: GitLabIssuerConfig[] };
  bindingRules: BindingRule[];
  rules: ScheduleRules;
  visibility: Pick<RequestVisibility, 'findInstance'>;
  authorizer: Authorizer;
  auditor: AuditorService;
  logger: LoggerService;
  now?: () => Date;
}

/** What starts scheduled work, watches that it does, and lets people pause it. */
export function createScheduleServices(dependencies: ScheduleDependencies) {
  const { bindingRules, gitlabs, stores } = dependencies;
  const shared = {
    ...dependencies,
    now: dependencies.now ?? (() => new Date()),
    problems: new ScheduleProblems(dependencies.problems),
  };
  const syncer = new ScheduleSyncer(shared);
  return {
    syncer,
    tick: new ScheduleTick({
      ...shared,
      syncer,
      turns: new TurnTaker(shared),
      workplaces: new Workplaces({
        bindings: stores.bindings,
        gitlabs,
        bindingRules,
      }),
    }),
    watch: new ScheduleWatch(shared),
    reader: new ScheduleReader(shared),
    pauses: new PauseService(shared),
  };
}

export type ScheduleServices = ReturnType<typeof createScheduleServices>;
