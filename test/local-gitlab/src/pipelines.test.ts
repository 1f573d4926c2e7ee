import type { LocalGitLab } from './LocalGitLab';
import { eventually, startForTest } from './testing';

let gitlab: LocalGitLab;
let stop: () => Promise<void>;

jest.setTimeout(120_000);

beforeAll(async () => {
  ({ gitlab, stop } = await startForTest({ variables: { INSTANCE: 'a$b' } }));
});

afterAll(() => stop());

async function run(
  path: string,
  yaml: string,
  files: Record<string, string> = {},
) {
  const project = await gitlab.createProject({ path, files: { README: 'x' } });
  const pipeline = await gitlab.push(project, {
    message: 'Try $HOME',
    files: { '.gitlab-ci.yml': yaml, ...files },
  });
  return gitlab.waitForPipeline(project, pipeline);
}

function statuses(summary: { jobs: { name: string; status: string }[] }) {
  return Object.fromEntries(summary.jobs.map(job => [job.name, job.status]));
}

describe('a pipeline', () => {
  it('runs four jobs in the order of stages and needs, and hands dotenv and artifacts on', async () => {
    const started = Date.now();
    const summary = await run(
      'order/four',
      `
stages: [one, two, three]
first:
  stage: one
  script: ['echo RECEIPT=r-42 > d.env', 'mkdir out', 'echo content > out/file']
  artifacts: { paths: [out], reports: { dotenv: d.env } }
second: { stage: two, script: ['test "$RECEIPT" = r-42', 'grep content out/file'] }
third: { stage: three, needs: [first], script: ['test "$RECEIPT" = r-42'] }
fourth: { stage: three, needs: [{ job: first, artifacts: false }], script: ['test -z "$RECEIPT"', 'test ! -e out'] }
`,
    );
    const seconds = (Date.now() - started) / 1000;
    expect(summary).toMatchObject({ status: 'success' });
    expect(statuses(summary)).toEqual({
      first: 'success',
      second: 'success',
      third: 'success',
      fourth: 'success',
    });
    expect(summary.jobs.every(job => job.exitCode === 0)).toBe(true);
    process.stdout.write(`four jobs took ${seconds} s\n`);
  });

  it('gives a failed job its own exit code, skips what follows and runs on_failure and always jobs', async () => {
    const summary = await run(
      'order/failure',
      `
stages: [build, deploy, after, last]
build: { stage: build, script: ['true'] }
deploy: { stage: deploy, script: ['exit 7'] }
baseline: { stage: after, script: ['true'] }
blame: { stage: after, when: on_failure, script: ['echo blamed'] }
blame-deploy: { stage: after, needs: [deploy], when: on_failure, script: ['true'] }
blame-build: { stage: after, needs: [build], when: on_failure, script: ['true'] }
skipped-need: { stage: last, needs: [baseline], when: on_failure, script: ['true'] }
late: { stage: last, when: on_failure, script: ['true'] }
tidy: { stage: last, when: always, script: ['true'] }
`,
    );
    expect(summary.status).toBe('failed');
    expect(statuses(summary)).toEqual({
      build: 'success',
      deploy: 'failed',
      baseline: 'skipped',
      blame: 'success',
      'blame-deploy': 'success',
      'blame-build': 'skipped',
      'skipped-need': 'skipped',
      late: 'success',
      tidy: 'success',
    });
    expect(summary.jobs.find(job => job.name === 'deploy')).toMatchObject({
      exitCode: 7,
      failureReason: 'script_failure',
    });
  });

  it('allows failures by exit code and by flag', async () => {
    const summary = await run(
      'order/allowed',
      `
stages: [one, two]
soft: { stage: one, allow_failure: true, script: ['exit 1'] }
code: { stage: one, allow_failure: { exit_codes: [3] }, script: ['exit 3'] }
next: { stage: two, script: ['true'] }
`,
    );
    expect(summary.status).toBe('success');
    expect(statuses(summary)).toEqual({
      soft: 'failed',
      code: 'failed',
      next: 'success',
    });
    const hard = await run(
      'order/refused',
      `code: { allow_failure: { exit_codes: [3] }, script: ['exit 4'] }`,
    );
    expect(hard.status).toBe('failed');
  });

  it('gives jobs GitLab’s variables and none of the server’s environment', async () => {
    process.env.SERVER_SECRET = 'not-for-jobs';
    const project = await gitlab.createProject({
      path: 'deep/group/variables',
      files: {},
      variables: [
        { key: 'PLAIN', value: 'plain-value' },
        {
          key: 'PRODUCTION_PASSWORD',
          value: 'hunter2-production',
          environmentScope: 'production',
        },
        { key: 'REVIEW', value: 'any-review', environmentScope: 'review/*' },
        { key: 'GUARDED', value: 'guarded-value', protected: true },
        { key: 'RAW', value: 'x$PLAIN', raw: true },
      ],
    });
    const script = `script: ['env -0 | sort -z | tr "\\0" "\\n" | sed "s/^/@/"']`;
    const files = {
      '.gitlab-ci.yml': `
plain: { ${script} }
production: { environment: production, ${script} }
review: { environment: { name: review/$CI_COMMIT_REF_NAME, action: access }, ${script} }
`,
    };
    const first = await gitlab.push(project, {
      message: 'It costs $5\n\nMore',
      files,
    });
    const summary = await gitlab.waitForPipeline(project, first);
    const [plain, production, review] = await Promise.all(
      summary.jobs.map(readEnvironment),
    );
    expect(plain).toMatchObject({
      CI_JOB_ID: String(summary.jobs[0].id),
      CI_PIPELINE_ID: String(summary.id),
      CI_PROJECT_ID: String(project.id),
      CI_PROJECT_PATH: 'deep/group/variables',
      CI_PROJECT_NAMESPACE: 'deep/group',
      CI_COMMIT_SHA: summary.sha,
      CI_COMMIT_REF_NAME: 'main',
      CI_COMMIT_REF_PROTECTED: 'true',
      CI_COMMIT_TITLE: 'It costs $5',
      CI_DEFAULT_BRANCH: 'main',
      CI_SERVER_URL: gitlab.url,
      CI_SERVER_FQDN: new URL(gitlab.url).host,
      CI_API_V4_URL: `${gitlab.url}/api/v4`,
      CI_PIPELINE_SOURCE: 'push',
      CI_JOB_URL: `${gitlab.url}/deep/group/variables/-/jobs/${summary.jobs[0].id}`,
      CI_PIPELINE_URL: `${gitlab.url}/deep/group/variables/-/pipelines/${summary.id}`,
      GITLAB_CI: 'true',
      INSTANCE: 'a$b',
      PLAIN: '[MASKED]',
      GUARDED: '[MASKED]',
      RAW: 'x$PLAIN',
    });
    expect(Object.keys(plain)).not.toContain('SERVER_SECRET');
    expect(Object.keys(plain)).not.toContain('CI_ENVIRONMENT_NAME');
    expect(Object.keys(plain)).not.toContain('PRODUCTION_PASSWORD');
    expect(production).toMatchObject({
      CI_ENVIRONMENT_NAME: 'production',
      CI_ENVIRONMENT_TIER: 'production',
      PRODUCTION_PASSWORD: '[MASKED]',
    });
    expect(review).toMatchObject({
      CI_ENVIRONMENT_NAME: 'review/main',
      CI_ENVIRONMENT_ACTION: 'access',
      REVIEW: '[MASKED]',
    });

    const second = await gitlab.push(project, {
      branch: 'feature',
      message: 'Other',
      files,
    });
    const feature = await gitlab.waitForPipeline(project, second);
    const environment = await readEnvironment(feature.jobs[0]);
    expect(environment).toMatchObject({
      CI_COMMIT_REF_PROTECTED: 'false',
      PLAIN: '[MASKED]',
    });
    expect(Object.keys(environment)).not.toContain('GUARDED');
  });

  it('reads a component from a tag of another local project, with its inputs', async () => {
    const components = await gitlab.createProject({
      path: 'safepoint/components',
      files: {
        'templates/greeter/template.yml': `
spec:
  inputs:
    job: { default: greet }
    word: { type: string }
---
"$[[ inputs.job ]]":
  variables: { WORD: { value: "$[[ inputs.word ]]", expand: false } }
  script: ['echo "word:$WORD"']
`,
      },
    });
    await gitlab.tag(components, '1.0.0');
    const summary = await run(
      'components/user',
      `
include:
  - component: $CI_SERVER_FQDN/safepoint/components/greeter@1.0.0
    inputs: { job: hello there, word: tag }
own: { script: ['true'] }
`,
    );
    expect(summary.yamlErrors).toBeUndefined();
    expect(statuses(summary)).toEqual({
      'hello there': 'success',
      own: 'success',
    });
    const greeting = summary.jobs.find(job => job.name === 'hello there')!;
    expect(await gitlab.jobLog(greeting)).toContain('word:tag');
  });

  it('leaves out what rules exclude, and needs that are optional with it', async () => {
    const summary = await run(
      'rules/excluded',
      `
workflow: { rules: [{ if: $CI_COMMIT_MESSAGE =~ /never/, when: never }, { when: always }] }
absent: { rules: [{ if: $CI_PIPELINE_SOURCE == "api" }], script: ['true'] }
present:
  tags: []
  needs: [{ job: absent, optional: true }]
  rules:
    - { if: $CI_PIPELINE_SOURCE == "push", variables: { WHY: because } }
  script: ['test "$WHY" = because']
`,
    );
    expect(summary).toMatchObject({ status: 'success' });
    expect(statuses(summary)).toEqual({ present: 'success' });
    const filtered = await gitlab.createProject({
      path: 'rules/filtered',
      files: {
        '.gitlab-ci.yml': `
workflow: { rules: [{ if: $CI_PIPELINE_SOURCE == "api" }] }
job: { script: ['true'] }
`,
      },
    });
    const pipeline = await gitlab.push(filtered, { message: 'm', files: {} });
    expect(pipeline.yamlErrors).toMatch(/filtered out by workflow rules/);
  });

  it('is refused when a job needs one that rules left out: a gate cannot vanish unnoticed', async () => {
    const summary = await run(
      'rules/vanished',
      `
gate: { rules: [{ if: $CI_PIPELINE_SOURCE == "api" }], script: ['true'] }
deploy: { needs: [gate], script: ['true'] }
other: { dependencies: [gate], script: ['true'] }
`,
    );
    expect(summary).toMatchObject({ status: 'failed', jobs: [] });
    expect(summary.yamlErrors).toMatch(/'deploy' job needs 'gate' job/);
    expect(summary.yamlErrors).toMatch(/other job: undefined dependency: gate/);
  });

  it('shows what is wrong with a configuration as a failed pipeline', async () => {
    const summary = await run(
      'broken/yaml',
      'job: { stage: nowhere, script: [] }',
    );
    expect(summary).toMatchObject({ status: 'failed', jobs: [] });
    expect(summary.yamlErrors).toMatch(/nowhere|script/);
  });

  it('offers manual jobs, which wait for a person', async () => {
    const project = await gitlab.createProject({
      path: 'manual/jobs',
      files: {},
    });
    const pipeline = await gitlab.push(project, {
      message: 'm',
      files: {
        '.gitlab-ci.yml': `
stages: [one, two]
optional: { stage: one, when: manual, script: ['echo optional'] }
blocking: { stage: one, rules: [{ when: manual }], script: ['echo played'] }
next: { stage: two, script: ['true'] }
`,
      },
    });
    const blocked = await gitlab.waitForPipeline(project, pipeline);
    expect(blocked.status).toBe('manual');
    expect(statuses(blocked)).toEqual({
      optional: 'manual',
      blocking: 'manual',
      next: 'created',
    });
    gitlab.playJob(blocked.jobs[1]);
    const played = await eventually(() => {
      const summary = gitlab.describePipeline(pipeline);
      return summary.status === 'success' ? summary : undefined;
    });
    expect(statuses(played)).toEqual({
      optional: 'manual',
      blocking: 'success',
      next: 'success',
    });
    expect(() => gitlab.playJob(played.jobs[1])).toThrow(/only a manual job/);
  });

  it('retries a failed job as a new job, and then runs what was skipped', async () => {
    const flag = `/tmp/local-gitlab-retry-${process.pid}`;
    const summary = await run(
      'retry/jobs',
      `
stages: [one, two]
flaky: { stage: one, script: ['test -e ${flag} || { touch ${flag}; exit 5; }', 'rm ${flag}'] }
next: { stage: two, script: ['true'] }
`,
    );
    expect(statuses(summary)).toEqual({ flaky: 'failed', next: 'skipped' });
    const again = gitlab.retryJob(summary.jobs[0]);
    const retried = await eventually(() => {
      const now = gitlab.describePipeline(summary);
      return now.status === 'success' ? now : undefined;
    });
    expect(statuses(retried)).toEqual({ flaky: 'success', next: 'success' });
    expect(retried.jobs.map(job => job.id)).toContain(again.id);
    expect(again.id).not.toBe(summary.jobs[0].id);
    expect(await gitlab.jobLog(summary.jobs[0])).toContain('exit code 5');
    expect(await gitlab.jobLog(again)).toContain('Job succeeded');
  });

  it('runs one job at a time in a resource group', async () => {
    const mark = `/tmp/local-gitlab-group-${process.pid}`;
    const script = `script: ['mkdir ${mark}', 'sleep 0.3', 'rmdir ${mark}']`;
    const summary = await run(
      'resource/group',
      `
one: { resource_group: store, ${script} }
two: { resource_group: store, ${script} }
`,
    );
    expect(statuses(summary)).toEqual({ one: 'success', two: 'success' });
  });

  async function readEnvironment(job: {
    id: number;
  }): Promise<Record<string, string>> {
    const log = await gitlab.jobLog(job);
    return Object.fromEntries(
      log
        .split('\n')
        .filter(line => line.startsWith('@'))
        .map(line => [
          line.slice(1, line.indexOf('=')),
          line.slice(line.indexOf('=') + 1),
        ]),
    );
  }
});
