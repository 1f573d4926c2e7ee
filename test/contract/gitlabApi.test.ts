import { setTimeout as sleep } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import { callPortal } from '../faults/support/callPortal';
import { TinyJobs } from '../faults/support/TinyJobs';
import {
  type GitLabCall,
  GitLabContract,
} from '../support/gitlabContract/GitLabContract';
import { PortalSite } from '../support/portal/PortalSite';
import type { PortalProcess } from '../support/portal/startPortalProcess';
import { StandInGitLab } from '../support/portal/StandInGitLab';

jest.setTimeout(180_000);

const contract = new GitLabContract();
const headers = {
  'private-token': 'secret',
  'content-type': 'application/json',
};

function call(
  method: string,
  path: string,
  more: Partial<GitLabCall> = {},
): GitLabCall {
  const url = new URL(`http://gitlab.test/api/v4${path}`);
  return { method, url, headers, ...more };
}

describe('the contract', () => {
  it.each<[string, GitLabCall, RegExp]>([
    [
      'a parameter that GitLab would ignore',
      call('GET', '/projects/77/pipelines?perPage=20'),
      /additional properties.*perPage/,
    ],
    [
      'a source that it does not know',
      call('GET', '/projects/77/pipelines?source=portal'),
      /query\/source/,
    ],
    [
      'more than it gives on a page',
      call('GET', '/projects/77/pipelines?per_page=500'),
      /query\/per_page/,
    ],
    [
      'a path whose slashes are not encoded',
      call('GET', '/projects/shop/orders'),
      /not in the contract/,
    ],
    [
      'a pipeline by another thing than its number',
      call('GET', '/projects/77/pipelines/latest-one'),
      /path\/pipeline_id/,
    ],
    [
      'a pipeline of no ref',
      call('POST', '/projects/77/pipeline', { body: { inputs: {} } }),
      /body.*ref/,
    ],
    [
      'inputs that are no object',
      call('POST', '/projects/77/pipeline', {
        body: { ref: 'main', inputs: [{ key: 'request', value: 'a' }] },
      }),
      /body\/inputs/,
    ],
    [
      'a body that does not say that it is JSON',
      call('POST', '/projects/77/pipeline', {
        body: { ref: 'main' },
        headers: { 'private-token': 'secret' },
      }),
      /not JSON/,
    ],
    [
      'a token where everybody reads it',
      call('GET', '/user?private_token=secret'),
      /token is in the URL/,
    ],
    ['nobody', call('GET', '/user', { headers: {} }), /no token/],
  ])('finds %s', (_, bad, problem) => {
    expect(contract.check(bad).problems.join('\n')).toMatch(problem);
  });
});

describe('what a portal asks GitLab', () => {
  let gitlab: StandInGitLab;
  let site: PortalSite;
  let portal: PortalProcess;

  beforeAll(async () => {
    gitlab = await StandInGitLab.start();
    site = await PortalSite.create({ gitlab });
    portal = await site.start('portal');
  });

  afterAll(async () => {
    await portal?.kill();
    await gitlab?.stop();
    await site?.remove();
  });

  const checked = () =>
    gitlab.calls
      .filter(({ url }) => url.pathname.startsWith('/api/'))
      .map(one => ({ ...contract.check(one), url: one.url.href }));

  it('is what GitLab declares, in path, query and body', async () => {
    const jobs = new TinyJobs(gitlab, () => portal.url);
    const instanceId = await jobs.introduce('staging');
    const dana = mockCredentials.user.header('user:default/dana');
    // The answer to the creation is lost, so that the portal looks the pipeline up.
    gitlab.lostCreations = 1;
    const { status } = await callPortal(() => portal.url, '/requests', dana, {
      kind: 'backup',
      instanceId,
    });
    expect(status).toBe(201);
    const expected = [
      'createPipeline',
      'getCurrentUser',
      'getJob',
      'getPipeline',
      'getProject',
      'listPipelines',
    ];
    const asked = () =>
      checked().flatMap(({ operationId }) => operationId ?? []);
    // Its end is looked after by a task, within 20 seconds.
    for (let tries = 0; tries < 120; tries += 1) {
      if (expected.every(operation => asked().includes(operation))) break;
      await sleep(500);
    }
    expect([...new Set(asked())]).toEqual(expect.arrayContaining(expected));
    expect(checked().filter(({ problems }) => problems.length > 0)).toEqual([]);
    expect(gitlab.violations).toEqual([]);
  });
});
