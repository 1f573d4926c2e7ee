import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { StorageFactory } from '@safepoint/backstage-plugin-safepoint-node';
import { readAlerts } from './alerts';
import { readAutomation } from './automation';
import { readBindingRules } from './bindingRules';
import { ConfigProblems } from './ConfigProblems';
import { readDirect } from './direct';
import { readDrillEnvironments } from './drillEnvironments';
import { readEncryption } from './encryption';
import { readProductionEnvironments } from './environments';
import { readGate } from './gate';
import { readIssuers } from './issuers';
import { readLease } from './lease';
import { readMetrics } from './metrics';
import { readObjectives } from './objectives';
import { readOnFailure } from './onFailure';
import { readPolicies } from './policies';
import { readRateLimits } from './rateLimits';
import { readApprovalFloors } from './restores';
import { readRetention } from './retention';
import type { SafepointConfig } from './SafepointConfig';
import { readSchedules } from './schedules';
import { readScrub } from './scrub';
import type { SectionReader } from './SectionReader';
import { readSigning } from './signing';
import { readStorage } from './storage';
import { readWebhooks } from './webhooks';
import { readWebhooksOut } from './webhooksOut';
import { withoutSlash } from './values/withoutSlash';

/**
 * Reads all of `safepoint` in app-config. Throws one error that lists every problem; nothing is
 * replaced by a default because it could not be read.
 */
export function readSafepointConfig(
  root: Config,
  storages: Map<string, StorageFactory>,
): SafepointConfig {
  const config = root.getOptionalConfig('safepoint');
  if (!config) {
    throw new InputError(
      'There is no `safepoint` in app-config; see the README of @safepoint/backstage-plugin-safepoint-backend for the smallest one.',
    );
  }
  const problems = new ConfigProblems();
  const section = <T>(read: SectionReader<T>): T => read(config, problems);
  const issuers = readIssuers(root, config, problems);
  const issuerUrls = (issuers ?? []).flatMap(issuer => issuer?.url ?? []);
  const result: SafepointConfig = {
    audience: problems.attempt(
      () =>
        config.getOptionalString('audience') ??
        root.getString('backend.baseUrl'),
    ),
    appBaseUrl: problems.attempt(() =>
      withoutSlash(root.getString('app.baseUrl')),
    ),
    storage: readStorage(config, storages, problems),
    signing: section(readSigning),
    encryption: section(readEncryption),
    issuers,
    webhooks: section(readWebhooks),
    webhooksOut: section(readWebhooksOut),
    automation: section(readAutomation),
    bindingRules: readBindingRules(config, issuerUrls, problems),
    productionEnvironments: section(readProductionEnvironments),
    drillEnvironments: section(readDrillEnvironments),
    policies: section(readPolicies),
    objectives: section(readObjectives),
    gate: section(readGate),
    onFailure: section(readOnFailure),
    approvalFloors: section(readApprovalFloors),
    lease: section(readLease),
    retention: section(readRetention),
    direct: section(readDirect),
    rateLimits: section(readRateLimits),
    scrub: section(readScrub),
    schedules: section(readSchedules),
    alerts: section(readAlerts),
    metrics: section(readMetrics),
  };
  problems.throwIfAny();
  return result;
}
