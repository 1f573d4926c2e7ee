import { rm, writeFile } from 'node:fs/promises';
import type { LocalGitLab } from './LocalGitLab';
import { eventually, readJson, startForTest } from './testing';

let gitlab: LocalGitLab;
let stop: () => Promise<void>;
let project: { id: number };
let bot: { token: string; username: string; userId: number };
let stranger: { token: string };

jest.setTimeout(120_000);

const configuration = `
spec:
  inputs:
    request: { default: none, regex: '^[a-z0-9-]+$' }
    count: { type: number, default: 1 }
---
workflow: { name: "safepoint $[[ inputs.request ]]" }
no-rules: { script: ['echo ran'] }
only-api:
  rules: [{ if: $CI_PIPELINE_SOURCE == "api" }]
  variables: { COUNT: "$[[ inputs.count ]]" }
  script: ['echo "count:$COUNT"']
only-push:
  rules: [{ if: $CI_PIPELINE_SOURCE == "push" }]
  script: ['true']
`;

beforeAll(async () => {
  ({ gitlab, stop } = await startForTest());
  project = await gitlab.createProject({
    path: 'platform/recovery',
    files: { '.gitlab-ci.yml': configuration },
  });
  const other = await gitlab.createProject({
    path: 'other/project',
    files: {},
  });
  bot = gitlab.createBot({ name: 'safepoint', projects: [project] });
  stranger = gitlab.createBot({ name: 'stranger', projects: [other] });
});

afterAll(() => stop());

function call(
  path: string,
  options: { token?: string; body?: object; method?: string } = {},
) {
  const token = options.token === undefined ? bot.token : options.token;
  return fetch(`${gitlab.url}/api/v4/projects/${path}`, {
    method: options.method ?? (options.body ? 'POST' : 'GET'),
    headers: {
      'content-type': 'application/json',
      ...(token ? { 'private-token': token } : {}),
    },
    body: options.body ? JSON.stringify(options.body) : undefined,
  });
}

async function create(inputs: object = {}) {
  const response = await call(`${project.id}/pipeline`, {
    body: { ref: 'main', inputs },
  });
  return { status: response.status, body: await readJson(response) };
}

describe('the API', () => {
  it('runs every matching job, those without rules included, with the inputs given', async () => {
    const { status, body } = await create({ request: 'r-1', count: 3 });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      project_id: project.id,
      status: 'created',
      source: 'api',
      ref: 'main',
      name: 'safepoint r-1',
      user: { username: bot.username, id: bot.userId },
      web_url: `${gitlab.url}/platform/recovery/-/pipelines/${body.id}`,
    });
    const summary = await gitlab.waitForPipeline(project, Number(body.id));
    expect(summary.jobs.map(job => [job.name, job.status])).toEqual([
      ['no-rules', 'success'],
      ['only-api', 'success'],
    ]);
    expect(await gitlab.jobLog(summary.jobs[1])).toContain('count:3');
  });

  it('refuses inputs that are unknown or wrong, all at once', async () => {
    const { status, body } = await create({
      request: 'No Way',
      count: 'x',
      other: 1,
    });
    expect(status).toBe(400);
    const [problem] = (body.message as { base: string[] }).base;
    expect(problem).toMatch(/other.*unknown/);
    expect(problem).toMatch(/request.*RegEx/);
    expect(problem).toMatch(/count.*not a number/);
    const refused = await call(`${project.id}/pipeline`, {
      body: { ref: 'main', variables: [{ key: 'A', value: 'b' }] },
    });
    expect(refused.status).toBe(400);
    expect(
      (await call(`${project.id}/pipeline`, { body: { ref: 'no-such' } }))
        .status,
    ).toBe(400);
  });

  it('hides projects from strangers and refuses wrong tokens', async () => {
    const encoded = encodeURIComponent('platform/recovery');
    expect(await readJson(await call(encoded))).toMatchObject({
      id: project.id,
      path_with_namespace: 'platform/recovery',
      namespace: { full_path: 'platform' },
    });
    for (const path of [
      `${project.id}`,
      encoded,
      `${project.id}/pipelines`,
      '999999',
    ]) {
      const hidden = await call(path, { token: stranger.token });
      expect([hidden.status, await hidden.json()]).toEqual([
        404,
        { message: '404 Project Not Found' },
      ]);
      expect((await call(path, { token: '' })).status).toBe(404);
      expect((await call(path, { token: 'glpat-wrong' })).status).toBe(401);
    }
    const body = { ref: 'main' };
    const pipeline = `${project.id}/pipeline`;
    expect((await call(pipeline, { body, token: stranger.token })).status).toBe(
      404,
    );
    expect((await call(pipeline, { body, token: '' })).status).toBe(401);
    const reporter = gitlab.createBot({
      name: 'r',
      projects: [project],
      accessLevel: 20,
    });
    expect((await call(pipeline, { body, token: reporter.token })).status).toBe(
      403,
    );
    const mixed = gitlab.createBot({
      name: 'mixed',
      projects: [{ id: project.id, accessLevel: 20 }],
    });
    expect((await call(`${project.id}`, { token: mixed.token })).status).toBe(
      200,
    );
    expect(
      (
        await call(`${project.id}/pipeline`, {
          token: mixed.token,
          body: { ref: 'main' },
        })
      ).status,
    ).toBe(403);
    const developer = gitlab.createBot({
      name: 'd',
      projects: [project],
      accessLevel: 30,
    });
    expect(
      (await call(pipeline, { body, token: developer.token })).status,
    ).toBe(400);
  });

  it('lists pipelines by name, source and user, in pages', async () => {
    const made = [];
    for (let round = 0; round < 3; round++)
      made.push(await create({ request: 'paged' }));
    const query = `name=safepoint+paged&source=api&username=${bot.username}`;
    const first = await call(`${project.id}/pipelines?${query}&per_page=2`);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-total': '3',
      'x-total-pages': '2',
      'x-page': '1',
      'x-next-page': '2',
      link: expect.stringContaining('rel="next"'),
    });
    const second = await call(
      `${project.id}/pipelines?${query}&per_page=2&page=2`,
    );
    const listed = [...(await first.json()), ...(await second.json())] as {
      id: number;
    }[];
    expect(listed.map(entry => entry.id)).toEqual(
      made.map(({ body }) => body.id).reverse(),
    );
    for (const none of [
      'name=safepoint+page',
      'source=push',
      'username=dana',
      'status=failed',
    ]) {
      expect(
        await (await call(`${project.id}/pipelines?${none}`)).json(),
      ).toEqual([]);
    }
    const later = new Date(Date.now() + 1000).toISOString();
    const recent = await call(`${project.id}/pipelines?updated_after=${later}`);
    expect(await recent.json()).toEqual([]);
    await Promise.all(
      made.map(({ body }) => gitlab.waitForPipeline(project, Number(body.id))),
    );
  });

  it('says that a job runs while it runs and only then, and knows it by its job token', async () => {
    const running = await gitlab.createProject({
      path: 'live/job',
      files: {
        '.gitlab-ci.yml': `
watch:
  environment: staging
  script:
    - echo "begun"
    - 'while test ! -e "$FLAG"; do sleep 0.05; done'
    - 'printf "header = \\"JOB-TOKEN: %s\\"\\n" "$CI_JOB_TOKEN" > curl.conf'
    - 'curl -sS -K curl.conf "$CI_API_V4_URL/job" | grep -o "\\"id\\":$CI_JOB_ID,"'
after: { needs: [watch], script: ['true'] }
`,
      },
      variables: [
        { key: 'FLAG', value: `/tmp/local-gitlab-flag-${process.pid}` },
      ],
    });
    const watcher = gitlab.createBot({ name: 'w', projects: [running] });
    const get = async (path: string) =>
      (await (
        await call(`${running.id}/${path}`, { token: watcher.token })
      ).json()) as never;
    const pipeline = await call(`${running.id}/pipeline`, {
      body: { ref: 'main' },
      token: watcher.token,
    });
    const { id } = await readJson(pipeline);
    const jobs = await eventually(async () => {
      const found: { id: number; name: string; status: string }[] = await get(
        `pipelines/${id}/jobs`,
      );
      const log = await gitlab.jobLog(found.find(job => job.name === 'watch')!);
      return log.includes('begun') ? found : undefined;
    });
    expect(jobs.map(job => [job.name, job.status])).toEqual([
      ['after', 'created'],
      ['watch', 'running'],
    ]);
    const watch = jobs[1];
    expect(await get(`jobs/${watch.id}`)).toMatchObject({
      id: watch.id,
      status: 'running',
      pipeline: { id },
    });
    expect(await get('deployments?environment=staging')).toMatchObject([
      {
        status: 'running',
        environment: { name: 'staging', tier: 'staging' },
        deployable: { id: watch.id },
      },
    ]);
    const flag = `/tmp/local-gitlab-flag-${process.pid}`;
    await writeFile(flag, '');
    const summary = await gitlab.waitForPipeline(running, Number(id));
    await rm(flag);
    expect(summary.status).toBe('success');
    expect(await get(`jobs/${watch.id}`)).toMatchObject({ status: 'success' });
    expect(await get('deployments?environment=staging')).toMatchObject([
      { status: 'success' },
    ]);
    const trace = await call(`${running.id}/jobs/${watch.id}/trace`, {
      token: watcher.token,
    });
    expect(await trace.text()).toContain('begun');
    expect((await fetch(`${gitlab.url}/api/v4/job`)).status).toBe(401);
  });

  it('fails the requests that a test asks to fail, before or after their effect', async () => {
    const total = async () =>
      Number((await call(`${project.id}/pipelines`)).headers.get('x-total'));
    const before = await total();
    gitlab.faults.failNext('POST', /\/pipeline$/, { status: 502 }, 2);
    expect((await create()).status).toBe(502);
    expect((await create()).status).toBe(502);
    expect(await total()).toBe(before);
    gitlab.faults.failNext('POST', /\/pipeline$/, { afterEffect: true });
    await expect(create({ request: 'lost' })).rejects.toThrow();
    expect(await total()).toBe(before + 1);
    gitlab.faults.failNext('GET', /\/pipelines/, {
      status: 429,
      headers: { 'retry-after': '7' },
    });
    const limited = await call(`${project.id}/pipelines?name=safepoint+lost`);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([
      429,
      '7',
    ]);
    const found = await call(`${project.id}/pipelines?name=safepoint+lost`);
    const [lost] = (await found.json()) as { id: number }[];
    await gitlab.waitForPipeline(project, lost.id);
  });

  it('shows pages on which everything is escaped', async () => {
    const shown = await gitlab.createProject({
      path: 'pages/shown',
      files: {},
    });
    const pipeline = await gitlab.push(shown, {
      message: '<script>alert(1)</script>',
      files: {
        '.gitlab-ci.yml': `"<b>job</b>": { script: ['echo "<img src=x>"'] }`,
      },
    });
    const summary = await gitlab.waitForPipeline(shown, pipeline);
    for (const path of [
      `/pages/shown/-/pipelines/${summary.id}`,
      `/pages/shown/-/jobs/${summary.jobs[0].id}`,
      '/pages/shown',
      '/',
    ]) {
      const response = await fetch(gitlab.url + path);
      const text = await response.text();
      expect([path, response.status]).toEqual([path, 200]);
      expect(text).not.toMatch(/<script|<b>|<img/);
    }
    const page = await fetch(
      `${gitlab.url}/pages/shown/-/jobs/${summary.jobs[0].id}`,
    );
    expect(await page.text()).toContain('&lt;img src=x&gt;');
    expect((await fetch(`${gitlab.url}/pages/shown/-/jobs/1`)).status).toBe(
      404,
    );
  });
});
