import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  defaultRetention,
  type EffectivePolicy,
  resolveGatePolicy,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  FilesystemSignatures,
  FilesystemStorage,
  generateSigningKey,
  publicKeySet,
} from '@safepoint/engine';
import type { Knex } from 'knex';
import { DatabaseProblems } from '../../../plugins/safepoint-backend/src/alerts';
import { portalStores } from '../../../plugins/safepoint-backend/src/database/portalStores';
import { DatabaseDurableRecords } from '../../../plugins/safepoint-backend/src/records';
import {
  createScheduleServices,
  type ScheduleDependencies,
  type TickReport,
} from '../../../plugins/safepoint-backend/src/schedules';

const hourly = { cron: '0 * * * *', timezone: 'UTC' };

const policy: EffectivePolicy = {
  name: 'hourly',
  objectives: {
    rpoSeconds: 7_200,
    rtoSeconds: 3_600,
    verifiedWithinSeconds: 604_800,
    verificationLevel: 'L3',
  },
  backups: { schedule: hourly, baseline: true },
  drills: {},
  gate: resolveGatePolicy(
    { base: {}, environments: {} },
    { name: 'production', production: true },
  ),
  retention: defaultRetention,
  approvals: { production: 1, otherwise: 0 },
  notify: ['owner'],
};

const quiet = () => {};
const logger: LoggerService = {
  error: quiet,
  warn: quiet,
  info: quiet,
  debug: quiet,
  child: () => logger,
};

const auditor: AuditorService = {
  createEvent: async () => ({ success: async () => {}, fail: async () => {} }),
};

// Only pausing asks who it is and what they may.
const nobodyAsks = {} as Pick<
  ScheduleDependencies,
  'visibility' | 'authorizer'
>;

/** The portal's own tick, with limits that stop nothing and a policy that costs nothing. */
export async function createTick(options: {
  knex: Knex;
  folder: string;
  now: Date;
}): Promise<{ run(): Promise<TickReport> }> {
  const { knex, folder } = options;
  const now = () => options.now;
  const key = await generateSigningKey();
  const unlimited = 1_000_000;
  const services = createScheduleServices({
    ...{ knex, now, logger, auditor, bindingRules: [] },
    records: new DatabaseDurableRecords({
      ...{ knex, logger, now },
      keys: { current: key, known: await publicKeySet([key]) },
      storage: new FilesystemStorage({
        root: folder,
        baseUrl: 'http://portal.test',
        signatures: FilesystemSignatures.fromSigningKey(key),
      }),
    }),
    stores: portalStores(knex),
    policies: {
      policyOf: async () => policy,
      policiesOf: async all => all.map(() => policy),
    },
    problems: new DatabaseProblems({ knex, now }),
    gitlabs: {
      issuers: [
        {
          url: 'https://gitlab.test',
          host: 'gitlab.test',
          apiBaseUrl: 'https://gitlab.test/api/v4',
          token: 'none',
          recoveryProject: { id: '77', ref: 'main' },
        },
      ],
    },
    rules: {
      maxJitterSeconds: 900,
      atOnce: { fleet: unlimited, perProject: unlimited },
      overdueAfterSeconds: 900,
      longestPauseSeconds: 2_592_000,
      maintenanceWindows: [],
    },
    ...nobodyAsks,
  });
  return services.tick;
}
