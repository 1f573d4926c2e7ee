import {
  type DrillEnvironments,
  judgeDrillEnvironment,
} from './drillEnvironment';

/** What a job may ask for with its own identity. @public */
export type JobOperation = 'backup' | 'drill' | 'deploy' | 'request';

/** What GitLab signed of a job, as far as the rule needs it. @public */
export interface JobClaims {
  projectId: string;
  pipelineSource: string;
  ref: string;
  refProtected: boolean;
  /** Only where the job has an environment. */
  environment?: string;
  environmentProtected?: boolean;
}

/** @public */
export interface EntitlementInput {
  identity: JobClaims;
  operation: JobOperation;
  /** Whose data it is about; of a drill the source, since its job has an environment of its own. */
  environment: string;
  /** Where drills may run. Without it none may. */
  drills?: DrillEnvironments;
  /** Whether the environment counts as production. */
  production: boolean;
  /** Whether a confirmed binding, or for a request the recovery project, entitles the project. */
  bound: boolean;
  /** What GitLab says of the job now. */
  job: 'running' | 'not-running' | 'unknown';
}

/** @public */
export type Entitlement =
  | { allowed: true }
  | {
      allowed: false;
      code:
        | 'not-bound'
        | 'pipeline-source'
        | 'environment-missing'
        | 'environment-other'
        | 'environment-not-for-drills'
        | 'drill-source'
        | 'ref-unprotected'
        | 'environment-unprotected'
        | 'job-not-running'
        | 'job-unknown';
      /** For the portal's log; a stranger never sees it. */
      detail: string;
    };

/**
 * Pipelines that an outsider could start with a change of their own, such as merge request pipelines,
 * are on no list.
 */
const ownSources = [
  'push',
  'web',
  'api',
  'schedule',
  'trigger',
  'pipeline',
  'parent_pipeline',
];
const allowedSources: Record<JobOperation, string[]> = {
  backup: ownSources,
  drill: ownSources,
  deploy: ownSources,
  request: ['api'],
};

/**
 * Whether this job may do the operation in the environment. Everything is refused that is not allowed
 * here by name.
 *
 * @public
 */
export function decideEntitlement(input: EntitlementInput): Entitlement {
  const { identity, operation } = input;
  if (!input.bound) {
    return refuse(
      'not-bound',
      `project ${identity.projectId} holds no confirmed binding for it`,
    );
  }
  if (!allowedSources[operation].includes(identity.pipelineSource)) {
    return refuse(
      'pipeline-source',
      `a pipeline of source ${identity.pipelineSource} may not do it`,
    );
  }
  return (
    refuseEnvironment(input) ??
    refuseUnprotected(input) ??
    refuseJob(input) ?? { allowed: true }
  );
}

/**
 * What a job of the recovery project may do stands in the request, except that whoever runs a drill never
 * sits in the environment that it reads.
 */
function refuseEnvironment(input: EntitlementInput): Entitlement | undefined {
  const { identity, operation, environment, drills } = input;
  if (operation === 'request' && !drills) return undefined;
  if (identity.environment === undefined) {
    return refuse(
      'environment-missing',
      'the token has no environment claim; the job needs `environment: {name, action: access}`',
    );
  }
  if (operation === 'drill' || drills) {
    const verdict = judgeDrillEnvironment(drills ?? {}, {
      environment: identity.environment,
      source: environment,
    });
    return verdict.allowed ? undefined : verdict;
  }
  return identity.environment === environment
    ? undefined
    : refuse(
        'environment-other',
        `the job's environment is ${identity.environment}, not ${environment}`,
      );
}

function refuseUnprotected(input: EntitlementInput): Entitlement | undefined {
  const { identity, operation } = input;
  if (!input.production && operation !== 'request') return undefined;
  if (!identity.refProtected) {
    return refuse(
      'ref-unprotected',
      `the ref ${identity.ref} is not protected`,
    );
  }
  return identity.environmentProtected === false && operation !== 'request'
    ? refuse(
        'environment-unprotected',
        `the environment ${identity.environment} is not protected in GitLab`,
      )
    : undefined;
}

function refuseJob(input: EntitlementInput): Entitlement | undefined {
  if (input.job === 'not-running') {
    return refuse('job-not-running', 'GitLab says that the job is not running');
  }
  const matters = input.production || input.operation === 'request';
  return input.job === 'unknown' && matters
    ? refuse(
        'job-unknown',
        'GitLab could not be asked whether the job is running; give the token in safepoint.gitlab.issuers read access to the project',
      )
    : undefined;
}

function refuse(
  code: Extract<Entitlement, { allowed: false }>['code'],
  detail: string,
): Entitlement {
  return { allowed: false, code, detail };
}
