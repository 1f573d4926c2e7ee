import { readHint } from './readHint';

const issuers = [
  { url: 'https://gitlab.test', host: 'gitlab.test' },
  { url: 'https://gitlab.test/second', host: 'gitlab.test' },
];
const project = { id: 42, web_url: 'https://gitlab.test/shop/orders' };

describe('readHint', () => {
  it.each([
    [
      'a deployment',
      {
        object_kind: 'deployment',
        deployment_id: 9,
        status: 'running',
        project,
      },
      { kind: 'deployment', deploymentId: '9' },
    ],
    [
      'a pipeline that ended',
      {
        object_kind: 'pipeline',
        object_attributes: { id: 700, status: 'canceled' },
        project,
      },
      { kind: 'pipeline', pipelineId: '700' },
    ],
    [
      'a job that ended',
      {
        object_kind: 'build',
        pipeline_id: 700,
        project_id: 42,
        build_status: 'failed',
        project,
      },
      { kind: 'pipeline', pipelineId: '700' },
    ],
    [
      'a job of an older GitLab',
      {
        object_kind: 'build',
        pipeline_id: 700,
        project_id: 42,
        build_status: 'failed',
        repository: { homepage: 'https://gitlab.test/shop/orders' },
      },
      { kind: 'pipeline', pipelineId: '700' },
    ],
  ])('reads where %s is to be looked for', (_, event, hint) => {
    expect(readHint(event, issuers)).toEqual({
      issuer: 'https://gitlab.test',
      projectId: '42',
      ...hint,
    });
  });

  it('tells two GitLabs of one host apart', () => {
    const event = {
      object_kind: 'deployment',
      deployment_id: 9,
      project: { id: 42, web_url: 'https://gitlab.test/second/shop/orders' },
    };
    expect(readHint(event, issuers)?.issuer).toBe('https://gitlab.test/second');
  });

  it.each([
    ['a push', { object_kind: 'push', project }],
    [
      'a job that has begun',
      {
        object_kind: 'build',
        pipeline_id: 700,
        project_id: 42,
        build_status: 'running',
        project,
      },
    ],
    [
      'another GitLab',
      {
        object_kind: 'deployment',
        deployment_id: 9,
        project: { id: 42, web_url: 'https://gitlab.evil.test/shop/orders' },
      },
    ],
    [
      'an id that is none',
      { object_kind: 'deployment', deployment_id: '9/../../user', project },
    ],
    ['nothing', undefined],
  ])('reads nothing out of %s', (_, event) => {
    expect(readHint(event, issuers)).toBeUndefined();
  });
});
