import { type Fault, FakeGitLab } from '../__testUtils__/FakeGitLab';
import { GitLabClient } from './GitLabClient';
import { GitLabs } from './GitLabs';
import { OperationPipelines } from './OperationPipelines';

const fast = { timeoutMilliseconds: 150 };

describe('OperationPipelines', () => {
  let gitlab: FakeGitLab;
  let pipelines: OperationPipelines;

  beforeEach(async () => {
    gitlab = await FakeGitLab.start();
    pipelines = new OperationPipelines(
      new GitLabClient(issuerOf(gitlab), fast),
    );
  });

  afterEach(() => gitlab.stop());

  it('makes the pipeline with the request as its input', async () => {
    const outcome = await pipelines.create('abc', 'production');
    expect(outcome).toMatchObject({ outcome: 'created' });
    expect(gitlab.pipelines).toMatchObject([
      { name: 'safepoint abc', ref: 'main' },
    ]);
    expect(gitlab.requests).toEqual([
      { method: 'POST', path: '/projects/77/pipeline', token: 'bot-token' },
    ]);
  });

  const table: [string, Fault, string, number][] = [
    [
      '502 after it was made',
      { effect: 'after', answer: { status: 502 } },
      'found',
      1,
    ],
    [
      '502 before it was made',
      { effect: 'before', answer: { status: 502 } },
      'unknown',
      0,
    ],
    [
      '500 after it was made',
      { effect: 'after', answer: { status: 500 } },
      'found',
      1,
    ],
    [
      'a broken connection after it was made',
      { effect: 'after', answer: 'reset' },
      'found',
      1,
    ],
    [
      'a broken connection before',
      { effect: 'before', answer: 'reset' },
      'unknown',
      0,
    ],
    [
      'silence after it was made',
      { effect: 'after', answer: 'silence' },
      'found',
      1,
    ],
    ['silence before', { effect: 'before', answer: 'silence' }, 'unknown', 0],
    [
      '429',
      {
        effect: 'before',
        answer: { status: 429, headers: { 'retry-after': '7' } },
      },
      'not-made',
      0,
    ],
    [
      '400',
      {
        effect: 'before',
        answer: { status: 400, body: { message: { base: ['no stages'] } } },
      },
      'refused',
      0,
    ],
    ['404', { effect: 'before', answer: { status: 404 } }, 'refused', 0],
    [
      'a redirect',
      {
        effect: 'before',
        answer: { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      },
      'refused',
      0,
    ],
  ];
  it.each(table)(
    'at %s asks once and says so',
    async (_, fault, expected, made) => {
      gitlab.faults = [fault];
      const outcome = await pipelines.create('abc', 'production');
      expect(outcome.outcome).toBe(expected);
      expect(gitlab.pipelines).toHaveLength(made);
      expect(
        gitlab.requests.filter(({ method }) => method === 'POST'),
      ).toHaveLength(1);
    },
  );

  it('passes on how long GitLab wants to be left alone', async () => {
    gitlab.faults = [
      {
        effect: 'before',
        answer: { status: 429, headers: { 'retry-after': '7' } },
      },
    ];
    expect(await pipelines.create('abc', 'production')).toMatchObject({
      outcome: 'not-made',
      retryAfterSeconds: 7,
    });
  });

  it('says what GitLab says and what to do when it refuses', async () => {
    gitlab.faults = [
      {
        effect: 'before',
        answer: { status: 400, body: { message: 'Reference not found' } },
      },
    ];
    expect(await pipelines.create('abc', 'production')).toMatchObject({
      message: expect.stringMatching(/Reference not found.*template/),
    });
  });

  it('does not take the pipeline of another user, name or source for its own', async () => {
    await pipelines.create('abc', 'production');
    gitlab.pipelines[0].username = 'mallory';
    expect(await pipelines.find('abc')).toBeUndefined();
    gitlab.pipelines[0].username = 'safepoint-bot';
    gitlab.pipelines[0].source = 'web';
    expect(await pipelines.find('abc')).toBeUndefined();
    gitlab.pipelines[0].source = 'api';
    expect(await pipelines.find('abcd')).toBeUndefined();
    expect(await pipelines.find('abc')).toMatchObject({ id: '1000' });
  });

  it('knows that nothing was made when GitLab is not there', async () => {
    const issuer = issuerOf(gitlab);
    await gitlab.stop();
    const away = new OperationPipelines(new GitLabClient(issuer, fast));
    expect(await away.create('abc', 'production')).toMatchObject({
      outcome: 'not-made',
      message: 'GitLab could not be reached (ECONNREFUSED)',
    });
    gitlab = await FakeGitLab.start();
  });
});

describe('GitLabs.isRunning', () => {
  it('tells running, over, gone and unknown apart', async () => {
    const gitlab = await FakeGitLab.start();
    const issuer = issuerOf(gitlab);
    const gitlabs = new GitLabs([issuer], fast);
    gitlab.jobs.set('5/9', 'running');
    gitlab.jobs.set('5/10', 'success');
    expect(await gitlabs.isRunning(issuer.url, '5', '9')).toBe('running');
    expect(await gitlabs.isRunning(issuer.url, '5', '10')).toBe('not-running');
    expect(await gitlabs.isRunning(issuer.url, '6', '9')).toBe('not-running');
    expect(await gitlabs.isRunning('https://other', '5', '9')).toBe(
      'not-running',
    );
    await gitlab.stop();
    expect(await gitlabs.isRunning(issuer.url, '5', '9')).toBe('unknown');
  });
});

function issuerOf(gitlab: FakeGitLab) {
  return {
    url: gitlab.url,
    host: new URL(gitlab.url).host,
    apiBaseUrl: `${gitlab.url}/api/v4`,
    token: 'bot-token',
    recoveryProject: { id: '77', ref: 'main' },
  };
}
