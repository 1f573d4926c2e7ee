import { readFile, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalGitLab } from './LocalGitLab';
import { eventually, startForTest } from './testing';

jest.setTimeout(120_000);

const pidFile = `/tmp/local-gitlab-pids-${process.pid}`;

afterEach(() => rm(pidFile, { force: true }));

/** A job that leaves its process group and its session, as a daemon does. */
const stubborn = `
stubborn:
  environment: production
  script:
    - 'setsid sleep 300 & echo $! >> ${pidFile}'
    - '(setsid bash -c "trap : TERM INT; sleep 301; sleep 302" & echo $! >> ${pidFile})'
    - 'echo $$ >> ${pidFile}'
    - 'echo ready >> ${pidFile}'
    - sleep 303
tidy: { needs: [stubborn], when: always, script: ['true'] }
`;

async function startStubborn(gitlab: LocalGitLab) {
  const project = await gitlab.createProject({
    path: 'kill/me',
    files: { '.gitlab-ci.yml': stubborn },
  });
  const pipeline = await gitlab.push(project, { message: 'm', files: {} });
  const pids = await eventually(async () => {
    const text = await readFile(pidFile, 'utf8').catch(() => '');
    return text.includes('ready') ? text.match(/\d+/g)!.map(Number) : undefined;
  });
  expect(pids.filter(isAlive)).toHaveLength(3);
  return { project, pipeline, pids };
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

describe('an ending', () => {
  it('leaves no process of a cancelled job, and nothing of the pipeline runs on', async () => {
    const { gitlab, stop } = await startForTest();
    const { project, pipeline, pids } = await startStubborn(gitlab);
    await gitlab.cancelPipeline(pipeline);
    await eventually(() => (pids.some(isAlive) ? undefined : true));
    const summary = await gitlab.waitForPipeline(project, pipeline);
    expect(summary.status).toBe('canceled');
    expect(summary.jobs.map(job => job.status)).toEqual([
      'canceled',
      'canceled',
    ]);
    await stop();
  });

  it('of the server takes its jobs and its files with it', async () => {
    const { gitlab, dataDir, stop } = await startForTest();
    const { pids } = await startStubborn(gitlab);
    await gitlab.stop();
    await eventually(() => (pids.some(isAlive) ? undefined : true));
    expect((await readdir(dataDir)).filter(name => name !== 'cache')).toEqual(
      [],
    );
    await stop();
  });

  it('by time-out is a failure with GitLab’s reason', async () => {
    const { gitlab, stop } = await startForTest();
    const project = await gitlab.createProject({
      path: 'too/slow',
      files: {
        '.gitlab-ci.yml': `slow: { timeout: 2 seconds, script: ['sleep 60'] }`,
      },
    });
    const pipeline = await gitlab.push(project, { message: 'm', files: {} });
    const summary = await gitlab.waitForPipeline(project, pipeline);
    expect(summary.jobs[0]).toMatchObject({
      status: 'failed',
      failureReason: 'job_execution_timeout',
    });
    await stop();
  });

  it('and every other change is told to webhooks, in order and once', async () => {
    const { gitlab, stop } = await startForTest();
    const received: {
      event: string;
      token: string;
      body: Record<string, never>;
    }[] = [];
    const receiver = createServer((request, response) => {
      let text = '';
      request.on('data', chunk => (text += chunk));
      request.on('end', () => {
        const { 'x-gitlab-event': event, 'x-gitlab-token': token } =
          request.headers;
        received.push({
          event: String(event),
          token: String(token),
          body: JSON.parse(text),
        });
        // An unhappy answer makes GitLab repeat nothing.
        response.writeHead(received.length === 1 ? 500 : 200).end();
      });
    });
    await new Promise<void>(resolve =>
      receiver.listen(0, '127.0.0.1', resolve),
    );
    const project = await gitlab.createProject({
      path: 'hooks/told',
      files: {},
    });
    const { port } = receiver.address() as AddressInfo;
    gitlab.addWebhook(project, {
      url: `http://127.0.0.1:${port}/hook`,
      token: 'webhook-token',
      events: ['pipeline', 'job', 'deployment'],
    });
    expect(() =>
      gitlab.addWebhook(project, {
        url: 'http://example.com/',
        events: ['job'],
      }),
    ).toThrow(/this machine only/);
    const pipeline = await gitlab.push(project, {
      message: 'm',
      files: {
        '.gitlab-ci.yml': `
deploy: { environment: production, script: ['exit 1'] }
check: { environment: { name: production, action: access }, script: ['true'] }
`,
      },
    });
    const summary = await gitlab.waitForPipeline(project, pipeline);
    await gitlab.settleWebhooks();
    receiver.close();
    expect(new Set(received.map(({ token }) => token))).toEqual(
      new Set(['webhook-token']),
    );
    const of = (kind: string) =>
      received.filter(({ event }) => event === kind).map(({ body }) => body);
    expect(of('Deployment Hook')).toMatchObject([
      {
        object_kind: 'deployment',
        status: 'running',
        deployable_id: summary.jobs[0].id,
      },
      {
        status: 'failed',
        environment: 'production',
        short_sha: summary.sha.slice(0, 8),
      },
    ]);
    const deploys = of('Job Hook').filter(body => body.build_name === 'deploy');
    expect(deploys.map(body => body.build_status)).toEqual([
      'pending',
      'running',
      'failed',
    ]);
    const pipelines = of('Pipeline Hook').map(
      body => (body.object_attributes as { status: string }).status,
    );
    expect(pipelines.at(-1)).toBe('failed');
    expect(new Set(pipelines).size).toBe(pipelines.length);
    await stop();
  });
});
