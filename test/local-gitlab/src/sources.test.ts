import type { LocalGitLab } from './LocalGitLab';
import type { RunOptions } from './options';
import { startForTest } from './testing';

let gitlab: LocalGitLab;
let stop: () => Promise<void>;

jest.setTimeout(120_000);

beforeAll(async () => {
  ({ gitlab, stop } = await startForTest());
});

afterAll(() => stop());

const names = [
  'CI_COMMIT_BRANCH',
  'CI_COMMIT_TAG',
  'CI_PIPELINE_SOURCE',
  'CI_MERGE_REQUEST_IID',
  'ASKED',
];
const show = names.map(name => `echo "@${name}=\${${name}-absent}"`);

async function run(path: string, options: RunOptions) {
  const project = await gitlab.createProject({
    path,
    files: {
      '.gitlab-ci.yml': JSON.stringify({
        job: { script: show },
        branch: {
          rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }],
          script: ['true'],
        },
      }),
    },
  });
  await gitlab.tag(project, '1.0.0');
  const summary = await gitlab.waitForPipeline(
    project,
    await gitlab.run(project, options),
  );
  const log = await gitlab.jobLog(
    summary.jobs.find(({ name }) => name === 'job')!,
  );
  const seen = [...log.matchAll(/^@(\w+)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  return {
    jobs: summary.jobs.map(({ name }) => name),
    variables: Object.fromEntries(seen),
    claims: gitlab.claimsOf(summary.jobs[0], 'https://portal.example.com'),
  };
}

it('runs a schedule on its branch', async () => {
  const { jobs, variables, claims } = await run('sources/schedule', {
    source: 'schedule',
    variables: { ASKED: 'yes' },
  });
  expect(jobs).toEqual(['job', 'branch']);
  expect(variables).toEqual({
    CI_COMMIT_BRANCH: 'main',
    CI_COMMIT_TAG: 'absent',
    CI_PIPELINE_SOURCE: 'schedule',
    CI_MERGE_REQUEST_IID: 'absent',
    ASKED: 'yes',
  });
  expect(claims).toMatchObject({
    pipeline_source: 'schedule',
    ref_type: 'branch',
    ref_path: 'refs/heads/main',
  });
});

it('runs a tag, which is on no branch', async () => {
  const { jobs, variables, claims } = await run('sources/tag', {
    ref: '1.0.0',
    refType: 'tag',
    source: 'push',
  });
  expect(jobs).toEqual(['job']);
  expect(variables).toMatchObject({
    CI_COMMIT_BRANCH: 'absent',
    CI_COMMIT_TAG: '1.0.0',
  });
  expect(claims).toMatchObject({
    ref: '1.0.0',
    ref_type: 'tag',
    ref_path: 'refs/tags/1.0.0',
    sub: 'project_path:sources/tag:ref_type:tag:ref:1.0.0',
  });
});

it('runs a merge request, which is on no branch either', async () => {
  const { jobs, variables, claims } = await run('sources/merge-request', {
    refType: 'merge_request',
    source: 'merge_request_event',
  });
  expect(jobs).toEqual(['job']);
  expect(variables).toMatchObject({
    CI_COMMIT_BRANCH: 'absent',
    CI_MERGE_REQUEST_IID: '1',
    CI_PIPELINE_SOURCE: 'merge_request_event',
  });
  expect(claims).toMatchObject({
    ref_type: 'branch',
    ref_path: 'refs/merge-requests/1/head',
  });
});

it('finds no tag where only a branch has that name', async () => {
  const project = await gitlab.createProject({
    path: 'sources/none',
    files: { '.gitlab-ci.yml': 'job: { script: [true] }' },
  });
  await expect(
    gitlab.run(project, { ref: 'main', refType: 'tag' }),
  ).rejects.toThrow('Reference not found');
});
