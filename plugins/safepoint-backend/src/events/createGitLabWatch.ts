import { setTimeout } from 'node:timers/promises';
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { Knex } from 'knex';
import { DeploymentLedger } from '../agent/gate/DeploymentLedger';
import type { Alerts } from '../alerts';
import type { EntitlementSource } from '../bindings/EntitlementSource';
import type { SafepointConfig } from '../config';
import { GitLabDeployments } from '../gitlab/GitLabDeployments';
import type { GitLabs } from '../gitlab/GitLabs';
import { GateRules, type PolicySource } from '../policies';
import type { DurableRecords } from '../records/DurableRecords';
import { DeploymentObserver } from './DeploymentObserver';
import { DeploymentReconciler } from './DeploymentReconciler';
import { HintHandler } from './HintHandler';
import { OutcomeRecorder } from './OutcomeRecorder';
import type { PipelinePlace } from './PipelinePlace';
import { readHint } from './readHint';
import { gitlabEventsTopic } from './topic';

const longestLookMilliseconds = 5_000;

export interface GitLabWatchDependencies {
  config: Pick<SafepointConfig, 'issuers' | 'appBaseUrl' | 'webhooks'>;
  knex: Knex;
  gitlabs: Pick<GitLabs, 'find'>;
  records: DurableRecords;
  policies: PolicySource;
  entitlements: Pick<EntitlementSource, 'findStores'>;
  alerts: Alerts;
  auditor: AuditorService;
  logger: LoggerService;
  now: () => Date;
}

/** Wires what learns from GitLab how deployments went. */
export function createGitLabWatch(dependencies: GitLabWatchDependencies) {
  const { config } = dependencies;
  const lookups = new Map(
    config.issuers.map(issuer => {
      const pacer = dependencies.gitlabs.find(issuer.url)?.pacer;
      return [issuer.url, new GitLabDeployments(issuer, { pacer })];
    }),
  );
  const find = (issuer: string) => lookups.get(issuer);
  const gates = new GateRules(dependencies.policies, dependencies.entitlements);
  const observer = new DeploymentObserver({
    ...dependencies,
    find,
    isGateOff: of => gates.isOff(of),
    recorder: new OutcomeRecorder({
      ...dependencies,
      appBaseUrl: config.appBaseUrl,
      ledger: new DeploymentLedger(dependencies),
    }),
  });
  const hints = new HintHandler({ ...dependencies, observer, find });
  return {
    /** For a job that reports: what GitLab does not say in a few seconds is learned later. */
    async lookAtGitLab(place: PipelinePlace): Promise<void> {
      const look = observer.observe(place).then(
        () => undefined,
        error =>
          dependencies.logger.warn(
            `Pipeline ${place.pipelineId} could not be looked at before its report: ${error}`,
          ),
      );
      await Promise.race([
        look,
        setTimeout(longestLookMilliseconds, undefined, { ref: false }),
      ]);
    },
    reconciler: new DeploymentReconciler({ ...dependencies, observer, find }),
    /** Without a secret nobody can have sent what comes on the topic. */
    async subscribe(events: EventsService): Promise<void> {
      if (config.webhooks.secrets.length === 0) return;
      await events.subscribe({
        id: 'safepoint-deployments',
        topics: [gitlabEventsTopic],
        onEvent: async ({ eventPayload }) => {
          const hint = readHint(eventPayload, config.issuers);
          if (hint) await hints.handle(hint);
        },
      });
    },
  };
}
