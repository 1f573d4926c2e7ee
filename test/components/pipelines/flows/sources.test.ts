import { statusesOf } from '../ComponentWorld';
import { FlowWorld } from './FlowWorld';

jest.setTimeout(120_000);

let world: FlowWorld;
beforeAll(async () => {
  world = await FlowWorld.start();
});
afterAll(() => world.stop());

const allGreen = {
  'safepoint-before': 'success',
  deploy: 'success',
  'safepoint-baseline': 'success',
  'safepoint-on-failure': 'skipped',
};

describe('a scheduled pipeline', () => {
  it('that deploys is guarded as any other', async () => {
    const project = await world.components.createService(world.configuration());
    const summary = await world.run(project, { source: 'schedule' });
    expect(statusesOf(summary)).toEqual(allGreen);
  });

  it('that does not deploy has no guard, where the guard has the deploy job’s rules', async () => {
    const rules = `rules: [{ if: $CI_PIPELINE_SOURCE == "push" }]`;
    const project = await world.components.createService(
      world.configuration({
        inputs: [rules],
        deploy: [rules],
        jobs: 'nightly: { stage: build, script: ["true"] }',
      }),
    );
    const nightly = await world.run(project, { source: 'schedule' });
    expect(statusesOf(nightly)).toEqual({ nightly: 'success' });
    expect(statusesOf(await world.run(project))).toEqual({
      nightly: 'success',
      ...allGreen,
    });
  });

  it('is no pipeline at all where the deploy job has rules that the guard has not', async () => {
    const project = await world.components.createService(
      world.configuration({
        deploy: [`rules: [{ if: $CI_PIPELINE_SOURCE == "push" }]`],
        jobs: 'nightly: { stage: build, script: ["true"] }',
      }),
    );
    await expect(world.run(project, { source: 'schedule' })).rejects.toThrow(
      /needs 'deploy' job/,
    );
  });
});

describe('a tag’s pipeline', () => {
  const tag = { ref: '1.0.0', refType: 'tag' } as const;

  it('is guarded with rules for tags', async () => {
    const rules = 'rules: [{ if: $CI_COMMIT_TAG }]';
    const project = await world.components.createService(
      world.configuration({ inputs: [rules], deploy: [rules] }),
    );
    await world.components.gitlab.tag(project, '1.0.0');
    expect(statusesOf(await world.run(project, tag))).toEqual(allGreen);
  });

  it('cannot deploy with the guard’s default rules, which are for the default branch', async () => {
    const project = await world.components.createService(
      world.configuration({ deploy: ['rules: [{ if: $CI_COMMIT_TAG }]'] }),
    );
    await world.components.gitlab.tag(project, '1.0.0');
    const refused = await world.run(project, tag);
    expect(refused).toMatchObject({ status: 'failed', jobs: [] });
    expect(refused.yamlErrors).toMatch(
      /'deploy' job needs 'safepoint-before' job/,
    );
  });
});

describe('a merge request’s pipeline, and a merge train’s', () => {
  const mergeRequest = {
    source: 'merge_request_event',
    refType: 'merge_request',
  } as const;

  it('has no guard, because nothing is deployed there', async () => {
    const project = await world.components.createService(
      world.configuration({
        deploy: ['rules: [{ if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH }]'],
        jobs: 'test: { stage: build, script: ["true"] }',
      }),
    );
    expect(statusesOf(await world.run(project, mergeRequest))).toEqual({
      test: 'success',
    });
    expect(statusesOf(await world.run(project))).toEqual({
      test: 'success',
      ...allGreen,
    });
  });

  it('is no pipeline at all where the deploy job has no rules of its own', async () => {
    const project = await world.components.createService(
      world.configuration({
        jobs: 'test: { stage: build, script: ["true"] }',
      }),
    );
    await expect(world.run(project, mergeRequest)).rejects.toThrow(
      /'deploy' job needs 'safepoint-before' job/,
    );
  });
});

describe('a pipeline under only-data-changes', () => {
  const configuration = () =>
    world.configuration({
      inputs: [
        'only-data-changes: true',
        `data-paths: ['migrations/**/*']`,
        'data-rule: $CI_COMMIT_BRANCH =~ /^release/',
      ],
      deploy: ['rules: [{ if: $CI_COMMIT_BRANCH =~ /^release/ }]'],
    });

  async function push(branch: string, file: string) {
    const { gitlab } = world.components;
    const project = await world.components.createService(configuration());
    const pipeline = await gitlab.push(project, {
      branch,
      message: 'Change',
      files: { [file]: 'x' },
    });
    return gitlab.waitForPipeline(project, pipeline);
  }

  it('is guarded where a path of data changed', async () => {
    const summary = await push('release-1', 'migrations/2026/1.sql');
    expect(statusesOf(summary)).toEqual(allGreen);
  });

  const skippedGreen = {
    'safepoint-unchanged': 'success',
    deploy: 'success',
    'safepoint-baseline': 'success',
    'safepoint-on-failure': 'skipped',
  };

  it('asks the portal to go without a recovery point where none did, and says so', async () => {
    const summary = await push('release-2', 'docs/README.md');
    expect(summary.yamlErrors).toBeUndefined();
    expect(statusesOf(summary)).toEqual(skippedGreen);
    expect(await world.logOf(summary, 'safepoint-unchanged')).toContain(
      '--unchanged nothing under ["migrations/**/*"]',
    );
    expect(await world.logOf(summary, 'deploy')).toContain(
      'No recovery point stands behind this deployment: its pipeline says',
    );
    expect(world.portal.statusesOf(summary)).toEqual(['succeeded']);
  });

  it('is guarded again by the next change of data', async () => {
    const { gitlab } = world.components;
    const project = await world.components.createService(configuration());
    const change = async (file: string) =>
      gitlab.waitForPipeline(
        project,
        await gitlab.push(project, {
          branch: 'release-3',
          message: 'Change',
          files: { [file]: 'x' },
        }),
      );
    expect(statusesOf(await change('docs/README.md'))).toEqual(skippedGreen);
    expect(statusesOf(await change('migrations/1.sql'))).toEqual(allGreen);
  });
});
