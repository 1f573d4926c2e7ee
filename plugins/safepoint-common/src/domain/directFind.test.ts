import {
  type DirectFindFacts,
  judgeDirectFind,
  parseDirectDraftKey,
} from './directFind';

const good: DirectFindFacts = {
  planProblems: [],
  storePlanned: true,
  componentPlanned: true,
  proof: { outcome: 'proven', detail: '' },
  sameOwner: true,
  entitled: { allowed: true, detail: '' },
  job: 'was-running',
  storedBytes: 10,
  maxStoredBytes: 10,
  draftProblems: [],
};

describe('a find in an inbox', () => {
  it('is adopted when everything holds', () => {
    expect(judgeDirectFind(good)).toEqual({ verdict: 'adopt' });
  });

  it.each<[string, Partial<DirectFindFacts>]>([
    ['plan-refused', { planProblems: ['it is not signed'] }],
    ['store-not-planned', { storePlanned: false }],
    ['component-not-planned', { componentPlanned: false }],
    ['job-unproven', { proof: { outcome: 'refused', detail: 'no token' } }],
    ['job-elsewhere', { sameOwner: false }],
    ['job-not-entitled', { entitled: { allowed: false, detail: 'unbound' } }],
    ['job-not-running', { job: 'was-not' }],
    ['too-large', { storedBytes: 11 }],
    ['draft-inconsistent', { draftProblems: ['parts are missing'] }],
  ])('is quarantined as %s', (code, changes) => {
    expect(judgeDirectFind({ ...good, ...changes })).toMatchObject({
      verdict: 'quarantine',
      code,
    });
  });

  it.each<[string, Partial<DirectFindFacts>]>([
    ['keys', { proof: { outcome: 'unavailable', detail: 'timeout' } }],
    ['word on the job', { job: 'unknown' }],
  ])('waits for the %s of GitLab', (_, changes) => {
    expect(judgeDirectFind({ ...good, ...changes }).verdict).toBe('wait');
    // What is wrong for good does not wait.
    expect(
      judgeDirectFind({ ...good, ...changes, storePlanned: false }).verdict,
    ).toBe('quarantine');
  });
});

describe('the place of a draft', () => {
  const id = '01K00000000000000000000001';
  const folder = `_direct/gitlab.test/42/default/resource/orders-db/production/${id}`;

  it('says whose it is and of which store', () => {
    expect(parseDirectDraftKey(`${folder}/draft.json`)).toEqual({
      host: 'gitlab.test',
      projectId: '42',
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      id,
      folder,
    });
  });

  it('may be of an environment with a slash in its name', () => {
    expect(
      parseDirectDraftKey(
        `_direct/gitlab.test/42/default/resource/a/review/x/${id}/draft.json`,
      ),
    ).toMatchObject({ environment: 'review/x' });
  });

  it.each([
    `${folder}/data.payload`,
    `default/resource/orders-db/production/${id}/draft.json`,
    `_direct/gitlab.test/42/default/resource/orders-db/${id}/draft.json`,
    `_direct/gitlab.test/forty-two/default/resource/a/production/${id}/draft.json`,
    `_direct/gitlab.test/42/default/resource/a/production/nothing/draft.json`,
  ])('is none at %s', key => {
    expect(parseDirectDraftKey(key)).toBeUndefined();
  });
});
