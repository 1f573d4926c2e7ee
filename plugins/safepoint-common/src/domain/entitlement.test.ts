import { decideEntitlement, type EntitlementInput } from './entitlement';

const identity: EntitlementInput['identity'] = {
  projectId: '42',
  pipelineSource: 'push',
  ref: 'main',
  refProtected: true,
  environment: 'production',
  environmentProtected: true,
};
const allowed: EntitlementInput = {
  identity,
  operation: 'backup',
  environment: 'production',
  production: true,
  bound: true,
  job: 'running',
};
const request: EntitlementInput = {
  ...allowed,
  operation: 'request',
  identity: {
    ...identity,
    pipelineSource: 'api',
    environment: undefined,
    environmentProtected: undefined,
  },
};
const drill: EntitlementInput = {
  ...allowed,
  operation: 'drill',
  identity: { ...identity, environment: 'drill' },
  drills: { drill: ['production'] },
};
const requestedDrill: EntitlementInput = {
  ...request,
  identity: { ...request.identity, environment: 'drill' },
  drills: drill.drills,
};

function from(
  changes: Partial<EntitlementInput['identity']>,
  base = allowed,
): EntitlementInput {
  return { ...base, identity: { ...base.identity, ...changes } };
}

describe('decideEntitlement', () => {
  it.each<[string, EntitlementInput]>([
    ['a bound job on a protected ref in production', allowed],
    [
      'a GitLab that does not say whether the environment is protected',
      from({ environmentProtected: undefined }),
    ],
    [
      'an unprotected ref outside of production',
      { ...from({ refProtected: false }), production: false },
    ],
    [
      'a job that GitLab cannot be asked about, outside of production',
      { ...allowed, production: false, job: 'unknown' },
    ],
    ['the recovery project without an environment', request],
    ['a drill of production in its own environment', drill],
    ['a drill of the recovery project in its own environment', requestedDrill],
  ])('allows %s', (_, input) => {
    expect(decideEntitlement(input)).toEqual({ allowed: true });
  });

  it.each<[string, EntitlementInput, string]>([
    ['another project', { ...allowed, bound: false }, 'not-bound'],
    [
      "a fork's merge request pipeline",
      from({ pipelineSource: 'merge_request_event' }),
      'pipeline-source',
    ],
    [
      'an external pull request',
      from({ pipelineSource: 'external_pull_request_event' }),
      'pipeline-source',
    ],
    [
      'a request from a pipeline that somebody pushed',
      from({ pipelineSource: 'push' }, request),
      'pipeline-source',
    ],
    [
      'no environment claim',
      from({ environment: undefined }),
      'environment-missing',
    ],
    [
      'the claim of another environment',
      from({ environment: 'staging' }),
      'environment-other',
    ],
    [
      'an environment that differs in case',
      from({ environment: 'Production' }),
      'environment-other',
    ],
    [
      'a drill in the environment that it reads',
      from({ environment: 'production' }, drill),
      'environment-not-for-drills',
    ],
    [
      'a drill of an environment that it may not read',
      { ...drill, environment: 'billing-production' },
      'drill-source',
    ],
    [
      'a drill where no environment is for drills',
      { ...drill, drills: undefined },
      'environment-not-for-drills',
    ],
    [
      'a drill of another project in an environment of that name',
      { ...drill, bound: false },
      'not-bound',
    ],
    [
      'a drill of production in an environment that is not protected',
      from({ environmentProtected: false }, drill),
      'environment-unprotected',
    ],
    [
      'a drill of the recovery project in the environment that it reads',
      from({ environment: 'production' }, requestedDrill),
      'environment-not-for-drills',
    ],
    [
      'a drill of the recovery project without an environment',
      from({ environment: undefined }, requestedDrill),
      'environment-missing',
    ],
    [
      'an unprotected ref for production',
      from({ refProtected: false }),
      'ref-unprotected',
    ],
    [
      'an unprotected ref of the recovery project',
      { ...from({ refProtected: false }, request), production: false },
      'ref-unprotected',
    ],
    [
      'an unprotected environment for production',
      from({ environmentProtected: false }),
      'environment-unprotected',
    ],
    [
      'a job that is over',
      { ...allowed, production: false, job: 'not-running' },
      'job-not-running',
    ],
    [
      'a job that GitLab cannot be asked about, for production',
      { ...allowed, job: 'unknown' },
      'job-unknown',
    ],
    [
      'a request whose job GitLab cannot be asked about',
      { ...request, production: false, job: 'unknown' },
      'job-unknown',
    ],
  ])('refuses %s', (_, input, code) => {
    expect(decideEntitlement(input)).toMatchObject({ allowed: false, code });
  });
});
