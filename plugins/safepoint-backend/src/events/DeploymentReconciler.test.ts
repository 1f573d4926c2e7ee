import fc from 'fast-check';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { GitLabError } from '../gitlab/GitLabError';
import { IndexRebuilder } from '../rebuild';
import {
  createObservatory,
  type Observatory,
} from './testUtils/createObservatory';

describe.each(testDatabases())('the reconciler on $name', ({ open }) => {
  let world: Observatory;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const database = await open();
    close = database.close;
    world = await createObservatory(database);
    await world.confirmBinding();
    world.bench.advance(60);
  });
  afterEach(async () => {
    await world.stop();
    await close();
  });

  it('finds a bypass that no webhook told, within five minutes of its beginning', async () => {
    world.gitlab.deploy('7002');
    for (let minute = 0; minute < 5; minute += 1) {
      world.bench.advance(59);
      await world.reconciler.run();
    }
    expect(await world.deployments()).toMatchObject([
      { gate: 'none', status: 'running', jobId: '7002' },
    ]);
    expect(world.bench.alerts.raised).toHaveLength(1);
  });

  it('finds the end of an open deployment', async () => {
    await world.agent.backUp({ trigger: 'pre-deploy' });
    world.gitlab.pipelines.set('700', 'ended');
    await world.reconciler.run();
    expect(await world.deployments()).toMatchObject([{ status: 'abandoned' }]);
  });

  it('looks at every page and goes on where it stopped', async () => {
    for (let job = 0; job < 610; job += 1) {
      world.bench.advance(1);
      // Nothing is bound to review environments.
      world.gitlab.deploy(`${8000 + job}`, { environment: 'review' });
      world.gitlab.end(`${8000 + job}`, 'success');
    }
    world.gitlab.deploy('7002');
    world.gitlab.end('7002', 'success');
    await world.reconciler.run();
    expect(await world.deployments()).toEqual([]);
    await world.reconciler.run();
    expect(await world.deployments()).toHaveLength(1);
    const before = world.gitlab.calls.length;
    world.bench.advance(61);
    await world.reconciler.run();
    // The last minute is looked at once more, and nothing of it is new.
    expect(world.gitlab.calls[before]).toBe('list 1');
    expect(world.gitlab.calls.slice(before)).not.toContain('list 3');
    expect(await world.deployments()).toHaveLength(1);
  });

  it('leaves GitLab alone for as long as it asks, and goes on then', async () => {
    world.gitlab.deploy('7002');
    world.bench.advance(120);
    world.gitlab.failures.push(
      new GitLabError('GitLab answered 429', 'refused', 429, 300),
    );
    await world.reconciler.run();
    expect(world.gitlab.calls).toEqual(['list 1']);
    world.bench.advance(299);
    await world.reconciler.run();
    expect(world.gitlab.calls).toEqual(['list 1']);
    world.bench.advance(2);
    await world.reconciler.run();
    expect(await world.deployments()).toHaveLength(1);
  });

  it('does not pass over what GitLab did not answer', async () => {
    world.gitlab.deploy('7002');
    world.gitlab.end('7002', 'success');
    const gone = new GitLabError('GitLab did not answer in time', 'lost');
    const answer = world.gitlab.findPipelineState.bind(world.gitlab);
    world.gitlab.findPipelineState = async () => {
      throw gone;
    };
    await world.reconciler.run();
    expect(await world.deployments()).toEqual([]);
    world.gitlab.findPipelineState = answer;
    world.bench.advance(121);
    await world.reconciler.run();
    expect(await world.deployments()).toHaveLength(1);
  });

  it('has recorded what a rebuild of the database brings back', async () => {
    await world.agent.backUp({ trigger: 'pre-deploy' });
    world.gitlab.deploy('7002', { pipelineId: '701' });
    world.gitlab.end('7002', 'success');
    world.gitlab.pipelines.set('700', 'ended').set('701', 'ended');
    await world.reconciler.run();
    const recorded = await world.deployments();
    expect(recorded).toHaveLength(2);
    await world.bench.knex('deployments').delete();
    await new IndexRebuilder(world.bench.dependencies).rebuildIndex();
    expect(await world.deployments()).toEqual(recorded);
  });

  it('records the same, and alerts once, when the database was lost and is rebuilt', async () => {
    world.gitlab.deploy('7002');
    world.gitlab.end('7002', 'success');
    await world.reconciler.run();
    const recorded = await world.deployments();
    await world.bench.knex('watched_projects').delete();
    world.bench.advance(61);
    await world.reconciler.run();
    expect(await world.deployments()).toEqual(recorded);
    expect(world.bench.alerts.raised).toHaveLength(1);
  });
});

/** What happens, a step each; after every step webhooks may come, or not, late or twice. */
type Step =
  | { do: 'gate' }
  | { do: 'deploy'; job: number }
  | { do: 'end'; job: number; how: 'success' | 'failed' | 'canceled' };

const jobs = fc.constantFrom(7002, 7004);
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('gate' as const) }),
  fc.record({ do: fc.constant('deploy' as const), job: jobs }),
  fc.record({
    do: fc.constant('end' as const),
    job: jobs,
    how: fc.constantFrom('success', 'failed', 'canceled' as const),
  }),
);
const told = fc.array(fc.constantFrom('deployment', 'pipeline', 'reconciler'), {
  maxLength: 3,
});

describe('webhooks and reconciler', () => {
  it('come to the same records in whatever order and number', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(steps, told), { minLength: 1, maxLength: 8 }),
        async history => {
          const withHints = await play(history);
          const atTheEnd = await play(history.map(([step]) => [step, []]));
          expect(withHints).toEqual(atTheEnd);
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);
});

async function play(history: [Step, string[]][]): Promise<unknown[]> {
  const world = await createObservatory();
  try {
    await world.confirmBinding();
    world.bench.advance(60);
    for (const [step, hints] of history) {
      await happen(world, step);
      for (const hint of hints) await tell(world, hint);
      world.bench.advance(30);
    }
    finishPipeline(world);
    for (let minute = 0; minute < 4; minute += 1) {
      world.bench.advance(61);
      await world.reconciler.run();
    }
    return summarise(await world.deployments());
  } finally {
    await world.stop();
  }
}

async function happen(world: Observatory, step: Step): Promise<void> {
  const { gitlab, bench } = world;
  if (step.do === 'gate') {
    const jobId = `${7100 + gitlab.jobs.size}`;
    // A gate job that the lease keeps out fails, and no harm is done.
    await world.agent
      .backUp({ trigger: 'pre-deploy' }, { job_id: jobId })
      .catch(error => {
        if (error.name !== 'ConflictError') throw error;
      });
    gitlab.jobs.set(jobId, { status: 'success', finishedAt: bench.clock.now });
    bench.advance(1);
  } else if (step.do === 'deploy') {
    if (!gitlab.deployments.has(`${step.job}`)) gitlab.deploy(`${step.job}`);
  } else if (step.do === 'end') {
    const running = gitlab.deployments.get(`${step.job}`);
    if (running?.status === 'running') gitlab.end(`${step.job}`, step.how);
  }
}

async function tell(world: Observatory, hint: string): Promise<void> {
  const { issuer, projectId, pipelineId } = world.place;
  if (hint === 'reconciler') return world.reconciler.run();
  if (hint === 'pipeline') {
    return world.hints.handle({
      kind: 'pipeline',
      issuer,
      projectId,
      pipelineId,
    });
  }
  for (const { id } of world.gitlab.deployments.values()) {
    await world.hints.handle({
      kind: 'deployment',
      issuer,
      projectId,
      deploymentId: id,
    });
  }
  return undefined;
}

function finishPipeline({ gitlab }: Observatory): void {
  for (const { jobId, status } of gitlab.deployments.values()) {
    if (status === 'running') gitlab.end(jobId, 'failed');
  }
  gitlab.pipelines.set('700', 'ended');
}

function summarise(
  deployments: Awaited<ReturnType<Observatory['deployments']>>,
): unknown[] {
  return deployments
    .map(({ gate, status, jobId }) => `${gate} ${status} ${jobId}`)
    .sort();
}
