import { requireServer } from '../support/servers';
import { GitLabWorld } from '../support/world/GitLabWorld';

jest.setTimeout(300_000);

const strictDeploy = `deploy:
  extends: .safepoint-gate
  needs: [!reference [.safepoint-gate, needs]]
  script: [!reference [.safepoint-gate, script], 'true']
  environment: production
`;
const plainDeploy = `deploy:
  environment: production
  script: ['true']
`;

requireServer('postgres')('what GitLab tells the portal on its own', () => {
  let world: GitLabWorld;

  beforeAll(async () => {
    world = await GitLabWorld.start();
    world.addWebhook();
  });

  afterAll(() => world?.stop());

  const outcomeOf = (pipeline: { id: number }, ...statuses: string[]) =>
    world.until(
      `the deployment of pipeline ${pipeline.id} is ${statuses.join(' or ')}`,
      async () =>
        (await world.deploymentsOf(pipeline)).find(({ status }) =>
          statuses.includes(status),
        ),
      90,
    );

  const toldOf = (topic: string) =>
    world.until(`somebody is told of ${topic}`, async () =>
      (await world.notifications()).find(
        ({ payload }) => payload.topic === topic,
      ),
    );

  it('frees the store when a pipeline is cancelled between gate and deploy', async () => {
    const pipeline = await world.push(`stages: [wait, deploy]
${world.guard}
wait: { stage: wait, script: ['sleep 600'] }
${plainDeploy.replace('deploy:', 'deploy:\n  stage: deploy')}`);
    expect(await world.waitForJob(pipeline, 'safepoint-before')).toBe(
      'success',
    );
    await outcomeOf(pipeline, 'gated');
    await world.gitlab.cancelPipeline(pipeline);
    await outcomeOf(pipeline, 'abandoned');
    // The store is nobody's: the next gate opens at once.
    const next = await world.push(world.guard + strictDeploy);
    expect(await world.waitForJob(next, 'deploy')).toBe('success');
    expect(await world.waitForJob(next, 'safepoint-baseline')).toBe('success');
    expect(await outcomeOf(next, 'succeeded')).toMatchObject({
      gate: 'strict',
    });
    const gates = (await world.notifications()).filter(({ payload }) =>
      payload.topic?.startsWith('safepoint.gate-'),
    );
    expect(gates).toEqual([]);
  });

  it('gives a deploy that was allowed to fail its outcome', async () => {
    const pipeline = await world.push(
      world.guard +
        plainDeploy.replace("['true']", "['false']\n  allow_failure: true"),
    );
    expect(await world.waitForJob(pipeline, 'deploy')).toBe('failed');
    expect(await outcomeOf(pipeline, 'failed')).toMatchObject({
      gate: 'stage',
    });
    // The deployment before it confirmed its receipt.
    expect(await toldOf('safepoint.gate-weakened')).toMatchObject({
      payload: { title: 'orders no longer confirms its gate in production' },
    });
  });

  it('records a deployment without a gate, and tells the owner', async () => {
    const pipeline = await world.push(plainDeploy);
    await world.waitForJob(pipeline, 'deploy');
    expect(await outcomeOf(pipeline, 'succeeded')).toMatchObject({
      gate: 'none',
      gateReasons: ['No gate of this pipeline took a recovery point.'],
    });
    const told = await toldOf('safepoint.gate-bypassed');
    expect(told).toMatchObject({
      recipients: { type: 'entity', entityRef: ['group:default/orders-team'] },
      payload: {
        title: 'orders was deployed to production past the gate',
        topic: 'safepoint.gate-bypassed',
      },
    });
  });

  it('records a deploy job whose own needs dropped the gate', async () => {
    const pipeline = await world.push(
      `${world.guard}${plainDeploy}  needs: []\n`,
    );
    await world.waitForJob(pipeline, 'safepoint-before');
    await world.until('a bypass is recorded', async () =>
      (await world.deploymentsOf(pipeline)).find(({ gate }) => gate === 'none'),
    );
    expect(
      (await world.deploymentsOf(pipeline)).find(({ gate }) => gate === 'none'),
    ).toMatchObject({
      gateReasons: [expect.stringMatching(/did not wait|No gate/)],
    });
  });

  it('finds without any webhook what went past the gate, within five minutes', async () => {
    world.gitlab.removeWebhooks(world.service);
    const pipeline = await world.push(plainDeploy);
    await world.waitForJob(pipeline, 'deploy');
    expect(
      await world.until(
        'the reconciler finds it',
        async () =>
          (
            await world.deploymentsOf(pipeline)
          ).find(({ gate }) => gate === 'none'),
        180,
      ),
    ).toMatchObject({ status: 'succeeded' });
  });

  it('has taken every webhook, and written no secret to the log', async () => {
    const log = await world.readLog();
    const answers = [
      ...log.matchAll(
        /POST \/api\/events\/http\/safepoint\.gitlab\D+[\d.]+\D+(\d{3})/g,
      ),
    ].map(([, status]) => status);
    expect(answers.length).toBeGreaterThan(10);
    expect(new Set(answers)).toEqual(new Set(['202']));
    expect(log).not.toContain(world.signingToken.slice(6));
  });
});
