import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { statusesOf } from '../ComponentWorld';
import { FlowWorld } from './FlowWorld';

jest.setTimeout(120_000);

let world: FlowWorld;
beforeAll(async () => {
  world = await FlowWorld.start();
});
const folder = mkdtempSync(path.join(tmpdir(), 'safepoint-flows-'));
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

const allowedToFail = {
  'safepoint-before': 'success',
  deploy: 'failed',
  'safepoint-baseline': 'success',
  'safepoint-on-failure': 'skipped',
};

async function until(happened: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (happened()) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('What was waited for did not happen.');
}

describe('a deployment', () => {
  it('is held back while another pipeline deploys the same service there', async () => {
    const { gitlab } = world.components;
    const flag = path.join(folder, 'go-on');
    const project = await world.components.createService(
      world.configuration({
        script: `while [ ! -e ${flag} ]; do sleep 0.1; done`,
      }),
    );
    const first = await gitlab.run(project, { source: 'push' });
    await until(() => world.portal.statusesOf(first).includes('running'));
    const second = await world.run(project);
    expect(statusesOf(second)).toEqual({
      'safepoint-before': 'failed',
      deploy: 'skipped',
      'safepoint-baseline': 'skipped',
      'safepoint-on-failure': 'skipped',
    });
    expect(await world.logOf(second, 'safepoint-before')).toContain(
      `Pipeline ${first.id} deploys there now.`,
    );
    writeFileSync(flag, '');
    expect(
      statusesOf(await gitlab.waitForPipeline(project, first)),
    ).toMatchObject({ deploy: 'success', 'safepoint-baseline': 'success' });
    const retried = await world.start(project, second, 'safepoint-before');
    expect(statusesOf(retried)).toMatchObject({ deploy: 'success' });
  });

  it('of which a job before failed has not begun: nothing is reported, and the receipt lapses', async () => {
    const project = await world.components.createService(
      world
        .configuration({
          deploy: [],
          jobs: `
build: { stage: build, script: ['exit 1'] }
smoke: { stage: build, needs: [], script: ['true'] }
`,
        })
        .replace(
          'needs: [!reference [.safepoint-gate, needs]]',
          'needs: [!reference [.safepoint-gate, needs], build]',
        ),
    );
    const summary = await world.run(project);
    expect(statusesOf(summary)).toEqual({
      'safepoint-before': 'success',
      build: 'failed',
      smoke: 'success',
      deploy: 'skipped',
      'safepoint-baseline': 'skipped',
      'safepoint-on-failure': 'skipped',
    });
    expect(world.portal.statusesOf(summary)).toEqual(['gated']);
  });

  it('that is cancelled runs no job of the guard: GitLab tells the portal', async () => {
    const { gitlab } = world.components;
    const project = await world.components.createService(
      world.configuration({ script: 'sleep 60' }),
    );
    const pipeline = await gitlab.run(project, { source: 'push' });
    await until(() => world.portal.statusesOf(pipeline).includes('running'));
    await gitlab.cancelPipeline(pipeline);
    expect(statusesOf(gitlab.describePipeline(pipeline))).toEqual({
      'safepoint-before': 'success',
      deploy: 'canceled',
      'safepoint-baseline': 'canceled',
      'safepoint-on-failure': 'canceled',
    });
    expect(world.portal.statusesOf(pipeline)).toEqual(['running']);
  });

  it('that may fail counts as done for GitLab: the baseline runs, and the report does not', async () => {
    const project = await world.components.createService(
      world.configuration({
        script: 'exit 7',
        deploy: ['allow_failure: true'],
      }),
    );
    expect(statusesOf(await world.run(project))).toEqual(allowedToFail);
  });

  it('that waits for a person may fail, too, unless it says otherwise', async () => {
    const configuration = (...deploy: string[]) =>
      world.configuration({
        script: 'exit 7',
        deploy: ['when: manual', ...deploy],
      });
    const play = async (text: string) => {
      const project = await world.components.createService(text);
      return world.start(project, await world.run(project), 'deploy');
    };
    expect(statusesOf(await play(configuration()))).toEqual(allowedToFail);
    expect(
      statusesOf(await play(configuration('allow_failure: false'))),
    ).toMatchObject({
      deploy: 'failed',
      'safepoint-baseline': 'skipped',
      'safepoint-on-failure': 'success',
    });
  });
});
