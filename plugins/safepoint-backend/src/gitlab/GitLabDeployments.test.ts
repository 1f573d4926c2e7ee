import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GitLabDeployments } from './GitLabDeployments';

const pipeline = { id: 700, web_url: 'https://gitlab.test/p/700' };
const deployment = {
  id: 9,
  iid: 1,
  ref: 'main',
  sha: 'c0ffee',
  status: 'success',
  created_at: '2026-11-23T12:00:00.000Z',
  updated_at: '2026-11-23T12:05:00.000Z',
  environment: { id: 3, name: 'production' },
  deployable: {
    id: 7002,
    status: 'success',
    web_url: 'https://gitlab.test/j/7002',
    started_at: '2026-11-23T12:01:00.000Z',
    finished_at: '2026-11-23T12:05:00.000Z',
    pipeline,
  },
};

describe('GitLabDeployments', () => {
  let server: Server;
  let asked: URL[];
  let answers: Record<string, { status?: number; body: unknown }>;
  let gitlab: GitLabDeployments;

  beforeEach(async () => {
    asked = [];
    answers = {};
    server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://gitlab.test');
      asked.push(url);
      const answer = answers[url.pathname.replace('/api/v4/projects/42', '')];
      response.writeHead(answer?.status ?? (answer ? 200 : 404), {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(answer?.body ?? { message: '404' }));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    gitlab = new GitLabDeployments({
      url,
      host: `127.0.0.1:${port}`,
      apiBaseUrl: `${url}/api/v4`,
      token: 'bot-token',
      recoveryProject: { id: '77', ref: 'main' },
    });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  it('asks for one page of what changed, in the order of the changes', async () => {
    answers['/deployments'] = { body: [deployment] };
    const since = new Date('2026-11-23T11:00:00Z');
    const found = await gitlab.listChanged('42', {
      since,
      page: 3,
      environment: 'review/7',
    });
    expect(found).toEqual([
      {
        id: '9',
        jobId: '7002',
        pipelineId: '700',
        environment: 'production',
        status: 'success',
        commit: 'c0ffee',
        ref: 'main',
        jobUrl: 'https://gitlab.test/j/7002',
        pipelineUrl: 'https://gitlab.test/p/700',
        startedAt: new Date('2026-11-23T12:01:00Z'),
        finishedAt: new Date('2026-11-23T12:05:00Z'),
        createdAt: new Date('2026-11-23T12:00:00Z'),
        updatedAt: new Date('2026-11-23T12:05:00Z'),
      },
    ]);
    expect(asked).toHaveLength(1);
    expect(Object.fromEntries(asked[0].searchParams)).toEqual({
      updated_after: '2026-11-23T11:00:00.000Z',
      order_by: 'updated_at',
      sort: 'asc',
      environment: 'review/7',
      per_page: '100',
      page: '3',
    });
  });

  it('takes a deployment that another tool reported for a job of its own', async () => {
    answers['/deployments/9'] = { body: { ...deployment, deployable: null } };
    expect(await gitlab.find('42', '9')).toMatchObject({
      jobId: 'deployment-9',
      pipelineId: 'deployment-9',
      startedAt: new Date('2026-11-23T12:00:00Z'),
      finishedAt: new Date('2026-11-23T12:05:00Z'),
    });
  });

  it.each([
    ['running', [], 'active'],
    ['canceling', [], 'active'],
    ['success', [], 'ended'],
    ['failed', [], 'ended'],
    ['success', [{ id: 1, status: 'manual' }], 'waiting'],
    ['manual', [{ id: 1, status: 'manual' }], 'waiting'],
    ['canceled', [{ id: 1, status: 'manual' }], 'ended'],
  ])(
    'takes a pipeline that is %s with %j to come for %s',
    async (status, jobs, state) => {
      answers['/pipelines/700'] = { body: { id: 700, status } };
      answers['/pipelines/700/jobs'] = { body: jobs };
      expect(await gitlab.findPipelineState('42', '700')).toBe(state);
      const scopes = asked.flatMap(url => url.searchParams.getAll('scope[]'));
      const asksForJobs = ['success', 'failed', 'manual'].includes(status);
      expect(scopes.includes('manual')).toBe(asksForJobs);
    },
  );

  it('knows what is not there', async () => {
    expect(await gitlab.find('42', '9')).toBeUndefined();
    expect(await gitlab.findJob('42', '7')).toBeUndefined();
    expect(await gitlab.findPipelineState('42', '700')).toBe('unknown');
  });

  it('does not take a project that it may not see for one without deployments', async () => {
    const query = { since: new Date(), page: 1 };
    await expect(gitlab.listChanged('42', query)).rejects.toMatchObject({
      status: 404,
    });
  });

  it('takes what is no answer for none, and not for nothing', async () => {
    answers['/deployments'] = { body: { sign: 'in' } };
    const query = { since: new Date(), page: 1 };
    await expect(gitlab.listChanged('42', query)).rejects.toMatchObject({
      name: 'GitLabError',
    });
    answers['/deployments'] = { status: 502, body: {} };
    await expect(gitlab.listChanged('42', query)).rejects.toMatchObject({
      name: 'GitLabError',
    });
  });
});
