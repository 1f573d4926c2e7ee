import { requireServer } from '../support/servers';
import { GitLabWorld } from '../support/world/GitLabWorld';

jest.setTimeout(400_000);

const deploy = (needs: string) => `deploy:
  extends: .safepoint-gate
  stage: deploy
  needs: ${needs}
  script: [!reference [.safepoint-gate, script], 'echo DEPLOYED']
  environment: production
`;

/** A job of the consumer's own hands on what only the guard's job may. */
const forge = `forge:
  stage: build
  needs: []
  script: ['echo SAFEPOINT_RECEIPT=direct.01K00000000000000000000001 >forged.env']
  artifacts: { reports: { dotenv: forged.env } }
`;

requireServer('postgres')('a direct receipt that somebody made up', () => {
  let world: GitLabWorld;

  beforeAll(async () => {
    world = await GitLabWorld.start();
  });
  afterAll(() => world?.stop());

  const guard = () =>
    world.guard.replace(' }', ', on-portal-unreachable: direct }');
  const forged = () => `stages: [build, deploy]
${guard()}
${forge}
${deploy('[forge]')}`;

  it('opens nothing while the portal is there', async () => {
    const first = await world.push(
      `stages: [deploy]\n${world.guard}\n${deploy(
        '[!reference [.safepoint-gate, needs]]',
      )}`,
    );
    // From its first gate on, the service is bound, and its deployments are watched.
    expect(await world.waitForJob(first, 'deploy')).toBe('success');
    await world.waitForJob(first, 'safepoint-baseline');
    const pipeline = await world.push(forged());
    expect(await world.waitForJob(pipeline, 'deploy')).toBe('failed');
    expect(await world.logOf(pipeline, 'deploy')).toContain(
      'holds no recovery point under that receipt',
    );
  });

  it('gets past the gate while it is away, and is a bypass when it is back', async () => {
    await world.portal.kill();
    const pipeline = await world.push(forged());
    expect(await world.waitForJob(pipeline, 'deploy')).toBe('success');
    expect(await world.logOf(pipeline, 'deploy')).toContain(
      'shows this deployment as a bypass if there is nothing',
    );
    // Nothing was saved, and no webhook reached the portal.
    expect(await world.waitForJob(pipeline, 'safepoint-before')).toBe('failed');
    await world.startPortalAgain();
    const found = await world.until(
      'the portal finds the bypass',
      async () =>
        (
          await world.deploymentsOf(pipeline)
        ).find(({ gate }) => gate === 'none'),
      300,
    );
    expect(found).toMatchObject({ status: 'succeeded' });
    expect(found.recoveryPointIds).toEqual([]);
    const told = await world.until('somebody is told', async () =>
      (
        await world.notifications()
      ).find(({ payload }) => payload.topic === 'safepoint.gate-bypassed'),
    );
    expect(told.payload.title).toContain('past the gate');
  });
});
