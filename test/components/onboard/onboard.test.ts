import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { LocalGitLab } from '@safepoint/local-gitlab';
import { componentNames, readTemplate } from '../templates';

jest.setTimeout(120_000);

const agentFolder = path.resolve(__dirname, '../../../packages/agent');
const folder = mkdtempSync(path.join(tmpdir(), 'safepoint-onboard-'));
const agent = path.join(folder, 'agent/safepoint.cjs');
const run = promisify(execFile);

let gitlab: LocalGitLab;
let projects = 0;
beforeAll(async () => {
  await run(process.execPath, [
    path.join(agentFolder, 'build.mjs'),
    path.dirname(agent),
  ]);
  gitlab = await LocalGitLab.start({ dataDir: path.join(folder, 'gitlab') });
  const components = await gitlab.createProject({
    path: 'safepoint/components',
    files: Object.fromEntries(
      componentNames.map(name => [
        `templates/${name}/template.yml`,
        readTemplate(name),
      ]),
    ),
  });
  await gitlab.tag(components, '0.1.0');
});
afterAll(async () => {
  await gitlab.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => gitlab.faults.clear());

const files = {
  'catalog-info.yaml': `
kind: Component
metadata: { name: orders }
spec: { dependsOn: [resource:orders-db] }
`,
  '.gitlab-ci.yml': `
stages: [deploy] # ours
deploy: { stage: deploy, script: [./deploy.sh], environment: production }
`,
};

async function createService(content: Record<string, string> = files) {
  projects += 1;
  const name = `shop/orders-${projects}`;
  const project = await gitlab.createProject({ path: name, files: content });
  const { token } = gitlab.createBot({
    name: `onboarder ${projects}`,
    projects: [{ id: project.id, accessLevel: 30 }],
  });
  const ask = async (part: string) => {
    const url = `${gitlab.url}/api/v4/projects/${project.id}/${part}`;
    const answer = await fetch(url, { headers: { 'private-token': token } });
    return { status: answer.status, body: await answer.json() };
  };
  const readFile = async (file: string, ref: string) => {
    const { body } = await ask(
      `repository/files/${encodeURIComponent(file)}?ref=${ref}`,
    );
    return Buffer.from(body.content, 'base64').toString();
  };
  return { name, project, token, ask, readFile };
}

type Service = Awaited<ReturnType<typeof createService>>;

async function onboard(service: Service, ...more: string[]) {
  const args = [
    'onboard',
    ...['--project', service.name, '--environment', 'production'],
    ...['--portal-url', 'https://portal.example.com'],
    ...['--gitlab-url', gitlab.url],
    ...more,
  ];
  const env = { PATH: process.env.PATH, GITLAB_TOKEN: service.token };
  try {
    const { stdout, stderr } = await run(agent, args, { env, cwd: folder });
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as {
      code: number;
      stdout: string;
      stderr: string;
    };
    return { exitCode: code, stdout, stderr };
  }
}

const mergeRequests = async (service: Service) =>
  (await service.ask('merge_requests')).body;

describe('safepoint onboard', () => {
  it('opens a merge request whose pipeline has the guard', async () => {
    const service = await createService();
    const { exitCode, stdout } = await onboard(service);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining(
        `${gitlab.url}/${service.name}/-/merge_requests/1`,
      ),
    });
    expect(await mergeRequests(service)).toEqual([
      expect.objectContaining({
        title: 'Guard deployments to production with Safepoint',
        source_branch: 'safepoint-onboard',
        target_branch: 'main',
        description: expect.stringContaining('`ORDERS_DB_URL`'),
      }),
    ]);
    expect(await service.readFile('safepoint.yaml', 'safepoint-onboard')).toBe(
      'stores:\n  resource:default/orders-db:\n    connection: ${ORDERS_DB_URL}\n',
    );
    const configuration = await service.readFile(
      '.gitlab-ci.yml',
      'safepoint-onboard',
    );
    expect(configuration.endsWith(files['.gitlab-ci.yml'])).toBe(true);
    const pipeline = await gitlab.push(service.project, {
      message: 'Merge',
      files: { '.gitlab-ci.yml': configuration },
    });
    expect(pipeline.yamlErrors).toBeUndefined();
    const { jobs } = gitlab.describePipeline(pipeline);
    expect(jobs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['safepoint-before', 'deploy']),
    );
    await gitlab.cancelPipeline(pipeline);
  });

  it('shows the changes in a dry run, and makes none', async () => {
    const service = await createService();
    const { exitCode, stdout } = await onboard(service, '--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^--- a\/\.gitlab-ci\.yml[^]*^\+include:$/m);
    expect(stdout).toMatch(/^\+\+\+ b\/safepoint\.yaml[^]*^\+stores:$/m);
    const [diff] = stdout.split('Before each deployment');
    expect(diff).not.toMatch(/^-[^-]/m);
    expect(await mergeRequests(service)).toEqual([]);
    const branch = await service.ask('repository/branches/safepoint-onboard');
    expect(branch.status).toBe(404);
  });

  it('ends with the address of the merge request that is there', async () => {
    const service = await createService();
    await onboard(service);
    const { exitCode, stderr } = await onboard(service);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`/${service.name}/-/merge_requests/1`);
    expect(await mergeRequests(service)).toHaveLength(1);
  });

  it('finds the branch that a break left behind', async () => {
    const service = await createService();
    gitlab.faults.failNext('POST', /\/merge_requests$/, { status: 502 });
    expect((await onboard(service)).exitCode).toBe(3);
    const { exitCode, stderr } = await onboard(service);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('a branch safepoint-onboard already');
  });

  it('never repeats a request that changes something', async () => {
    const service = await createService();
    gitlab.faults.failNext('POST', /\/repository\/commits$/, {
      status: 502,
      afterEffect: true,
    });
    const { exitCode, stderr } = await onboard(service);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('GitLab answered 502');
    const branch = await service.ask('repository/branches/safepoint-onboard');
    expect(branch.status).toBe(200);
    expect(await mergeRequests(service)).toEqual([]);
  });

  it('says everything that a service lacks, and changes nothing', async () => {
    const service = await createService({ README: 'x' });
    const { exitCode, stderr } = await onboard(service);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no catalog-info.yaml');
    expect(stderr).toContain('There is no .gitlab-ci.yml');
    expect(await mergeRequests(service)).toEqual([]);
  });

  it.each<[string, (service: Service) => Service, number, string]>([
    ['no token', one => ({ ...one, token: '' }), 2, 'GITLAB_TOKEN is not set'],
    ['a wrong token', one => ({ ...one, token: 'glpat-x' }), 3, 'is wrong'],
    ['a project of others', one => ({ ...one, name: 'a/b' }), 3, 'not there'],
  ])('explains %s, and shows no token', async (_, change, code, words) => {
    const service = change(await createService());
    const { exitCode, stdout, stderr } = await onboard(service);
    expect({ exitCode, stderr }).toEqual({
      exitCode: code,
      stderr: expect.stringContaining(words),
    });
    const shown = `${stdout}${stderr}`.includes(service.token || 'glpat-');
    expect(shown).toBe(false);
  });

  it('explains a GitLab that is not there', async () => {
    const service = await createService();
    const { exitCode, stderr } = await onboard(
      service,
      ...['--gitlab-url', 'http://127.0.0.1:9'],
    );
    expect(exitCode).toBe(7);
    expect(stderr).toContain('does not answer');
  });
});
