import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalGitLab } from '@safepoint/local-gitlab';
import { parse } from 'yaml';
import { compileGitLabSchema } from './schema/gitlabSchema';

jest.setTimeout(120_000);

const source = path.resolve(__dirname, '../../gitlab-components');

/** The folder as `git subtree split` makes a project of it. */
function readProject(folder = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(path.join(source, folder)).map(name => {
      const file = path.join(folder, name);
      return statSync(path.join(source, file)).isDirectory()
        ? readProject(file)
        : { [file]: readFileSync(path.join(source, file), 'utf8') };
    }),
  );
}

const files = readProject();
const folder = mkdtempSync(path.join(tmpdir(), 'safepoint-own-pipeline-'));
let gitlab: LocalGitLab;
let projects = 0;
beforeAll(async () => {
  gitlab = await LocalGitLab.start({ dataDir: path.join(folder, 'gitlab') });
});
afterAll(async () => {
  await gitlab.stop();
  await rm(folder, { recursive: true, force: true });
});

async function run(changes: Record<string, string> = {}, tag?: string) {
  projects += 1;
  const project = await gitlab.createProject({
    path: `safepoint/components-${projects}`,
    files: { ...files, ...changes },
  });
  if (tag) await gitlab.tag(project, tag);
  const pipeline = await gitlab.run(project, {
    source: 'push',
    ...(tag && { ref: tag, refType: 'tag' }),
  });
  const summary = await gitlab.waitForPipeline(project, pipeline);
  const jobs = Object.fromEntries(
    summary.jobs.map(({ name, status }) => [name, status]),
  );
  return { ...summary, statuses: jobs };
}

const tested = {
  'inputs-are-described': 'success',
  'self-test-before': 'success',
  'self-deploy': 'success',
  'self-test-baseline': 'success',
  'self-test-on-failure': 'skipped',
  'self-test-drill': 'success',
};

describe('the component project’s own pipeline', () => {
  it('is a valid configuration', () => {
    const isValid = compileGitLabSchema();
    isValid(parse(files['.gitlab-ci.yml']));
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('runs the jobs of the components as they are in this commit', async () => {
    const { statuses, yamlErrors } = await run();
    expect(yamlErrors).toBeUndefined();
    expect(statuses).toEqual(tested);
  });

  it('releases a tag that is a version, after the same tests', async () => {
    const { statuses } = await run({}, '1.2.3');
    expect(statuses).toEqual({ ...tested, release: 'success' });
    const other = await run({}, 'nightly');
    expect(other.statuses).toEqual(tested);
  });

  it('fails where an input is not described', async () => {
    const template = 'templates/operation/template.yml';
    const { statuses, jobs } = await run({
      [template]: files[template].replace(
        / {4}stage:\n {6}description: .*\n/,
        '    stage:\n',
      ),
    });
    expect(statuses).toMatchObject({ 'inputs-are-described': 'failed' });
    const job = jobs.find(({ name }) => name === 'inputs-are-described')!;
    expect(await gitlab.jobLog(job)).toContain(
      `${template}: input without a description: stage:`,
    );
  });

  it('fails where a component calls the agent otherwise than it takes', async () => {
    const template = 'templates/deploy-guard/template.yml';
    const { statuses } = await run({
      [template]: files[template].replace('--trigger baseline', '--baseline'),
    });
    expect(statuses).toMatchObject({ 'self-test-baseline': 'failed' });
  });
});
