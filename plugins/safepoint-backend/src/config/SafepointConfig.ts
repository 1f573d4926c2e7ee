import type {
  ApprovalFloors,
  BindingRule,
  DrillEnvironments,
  FailurePolicies,
  GatePolicies,
  Objectives,
  PolicySettings,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { AlertsConfig } from './alerts';
import type { AutomationConfig } from './automation';
import type { ScheduleRules } from '../schedules/ScheduleRules';
import type { DirectConfig } from './direct';
import type { EncryptionConfig } from './encryption';
import type { GitLabIssuerConfig } from './issuers';
import type { LeaseConfig } from './lease';
import type { MetricsConfig } from './metrics';
import type { RateLimitsConfig } from './rateLimits';
import type { RetentionConfig } from './retention';
import type { ScrubConfig } from './scrub';
import type { SigningConfig } from './signing';
import type { StorageConfig } from './storage';
import type { WebhooksConfig } from './webhooks';
import type { WebhooksOutConfig } from './webhooksOut';

/** All of `safepoint` in app-config, read and checked; each section has its file beside this one. */
export interface SafepointConfig {
  /** The only audience of ID tokens. */
  audience: string;
  /** For links to the portal's pages. */
  appBaseUrl: string;
  storage: StorageConfig;
  signing: SigningConfig;
  encryption: EncryptionConfig;
  issuers: GitLabIssuerConfig[];
  webhooks: WebhooksConfig;
  webhooksOut: WebhooksOutConfig;
  automation: AutomationConfig;
  bindingRules: BindingRule[];
  /** In lower case. */
  productionEnvironments: string[];
  drillEnvironments: DrillEnvironments;
  policies: PolicySettings;
  objectives: Objectives;
  gate: GatePolicies;
  onFailure: FailurePolicies;
  approvalFloors: ApprovalFloors;
  lease: LeaseConfig;
  retention: RetentionConfig;
  direct: DirectConfig;
  rateLimits: RateLimitsConfig;
  scrub: ScrubConfig;
  schedules: ScheduleRules;
  alerts: AlertsConfig;
  metrics: MetricsConfig;
}
