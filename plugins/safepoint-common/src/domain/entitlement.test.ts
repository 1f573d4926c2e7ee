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
