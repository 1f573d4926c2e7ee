import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { DriverDescriptor, Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import type { Alerts, Problems } from '../alerts';
import type { EntitlementSource } from '../bindings/EntitlementSource';
import type { SafepointConfig } from '../config';
import type { PipelinePlace } from '../events/PipelinePlace';
import type { JobLookup } from '../gitlab/JobLookup';
import type { InstanceRegistry } from '../instances/InstanceRegistry';
import type { PolicySource } from '../policies/PolicySource';
import type { DurableRecords } from '../records/DurableRecords';
import type { RecoveryRequest } from '../requests/RecoveryRequest';
import type { FailureResponder } from '../requests/FailureResponder';
import type { SigningKeys } from '../records/SigningKeys';

/** What data is encrypted to, and the backend's own way to open it. */
export interface EncryptionKeys {
  /** Secret; age identities of the backend, the current one first. */
  backendIdentities: string[];
  /** Everybody that a backup must be encrypted to. */
  recipients: { role: 'escrow' | 'backend'; recipient: string }[];
}

/** What the agent's side of the portal is made from. */
export interface AgentDependencies {
  config: Pick<
    SafepointConfig,
    | 'audience'
    | 'appBaseUrl'
    | 'issuers'
    | 'productionEnvironments'
    | 'drillEnvironments'
    | 'objectives'
    | 'gate'
    | 'lease'
    | 'rateLimits'
  >;
  knex: Knex;
  storage: Storage;
  records: DurableRecords;
  signingKeys: SigningKeys;
  encryption: EncryptionKeys;
  entitlements: EntitlementSource;
  policies: PolicySource;
  instances: InstanceRegistry;
  /** What the portal does by itself about a failed deployment; without it, it only reports. */
  failures?: Pick<FailureResponder, 'respond' | 'actsByItself'>;
  jobs: JobLookup;
  alerts: Alerts;
  problems: Problems;
  /** Records what GitLab says of a pipeline's deployments; never throws and never takes long. */
  lookAtGitLab?: (place: PipelinePlace) => Promise<void>;
  /** Asks GitLab for the pipeline of a request whose creation was not answered, and writes it down. */
  lookUpPipeline?: (request: RecoveryRequest) => Promise<RecoveryRequest>;
  findDriver: (name: string) => DriverDescriptor | undefined;
  logger: LoggerService;
  auditor: AuditorService;
  now: () => Date;
}

/** Whether restores of or into the environment need a second person. */
export function isProduction(
  config: Pick<SafepointConfig, 'productionEnvironments'>,
  environment: string,
): boolean {
  return config.productionEnvironments.includes(
    environment.toLocaleLowerCase('en-US'),
  );
}
