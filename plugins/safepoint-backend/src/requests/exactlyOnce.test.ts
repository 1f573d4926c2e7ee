import fc from 'fast-check';
import type { Answer, FakeCall, Fault } from '../__testUtils__/FakeGitLab';
import { TriggerWorld } from '../__testUtils__/TriggerWorld';
import type { RecordedRequests } from './RecordedRequests';
import type { RecoveryRequest } from './RecoveryRequest';

/** GitLab has two minutes from the claim of a request on; it is late by less, or nobody could tell. */
const latestSeconds = 100;

const broken: Answer[] = [
  { status: 500 },
  { status: 502, text: '<html>Bad Gateway</html>' },
  { status: 503, headers: { 'retry-after': '5' } },
  { status: 504 },
  { status: 408 },
  'reset',
  'silence',
  'half',
  'cut',
];

const senseless: Answer[] = [
  { status: 200, text: '' },
  { status: 200, text: '<html>Please sign in</html>' },
  { status: 200, body: null },
  { status: 200, body: {} },
  { status: 200, body: [{}] },
  { status: 200, body: 'pipeline' },
  { status: 200, body: { message: 'ok' } },
];

const fine: Answer[] = ['slow', 'twice'];

const tooManyPipelines: Answer = {
  status: 400,
  body: {
    message: {
      base: ['Too many pipelines created in the last minute. Try again later.'],
    },
  },
};

const throttled: Answer[] = [
  { status: 429 },
  { status: 429, headers: { 'retry-after': '30' } },
  { status: 429, headers: { 'retry-after': '0' } },
  tooManyPipelines,
];

const done: fc.Arbitrary<Fault> = fc.record({
  effect: fc.constant('after' as const),
  lateSeconds: fc.integer({ min: 0, max: latestSeconds }),
  answer: fc.constantFrom(...broken, ...senseless, ...fine),
});
const notDone: fc.Arbitrary<Fault> = fc.record({
  effect: fc.constant('before' as const),
  answer: fc.constantFrom(
    ...broken.filter(answer => answer !== 'cut' && answer !== 'half'),
    ...senseless,
    ...throttled,
  ),
});
/** An empty list is what GitLab says of a pipeline that it does not show yet, so `senseless` has none. */
const reads = fc.constantFrom(...broken, ...senseless, ...fine, ...throttled);

interface Course {
  kind: RecoveryRequest['kind'];
  faults: Fault[];
  reads: Answer[];
  replicas: number;
  /** Writes after which the first replica dies. */
  dies?: number;
  /** Seconds between the rounds of the task. */
  pauses: number[];
}

const plain: Course = {
  kind: 'backup',
  faults: [],
  reads: [],
  replicas: 1,
  pauses: [],
};

/** Of a replica that dies after so many writes. */
function dyingAfter(writes: number, requests: RecordedRequests) {
  let left = writes;
  return {
    find: (id: string) => requests.find(id),
    instanceOf: (request: RecoveryRequest) => requests.instanceOf(request),
    change: async (
      request: RecoveryRequest,
      change: Partial<RecoveryRequest>,
    ) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return requests.change(request, change);
    },
  };
}

describe('the pipeline of a request', () => {
  let world: TriggerWorld;

  beforeAll(async () => {
    world = await TriggerWorld.open();
  });

  afterAll(() => world.close());

  beforeEach(() => world.startGitLab());

  afterEach(() => world.gitlab.stop());

  /** The click of a person, then the task on every replica until it is settled. */
  const run = async (course: Course): Promise<RecoveryRequest> => {
    const request = await world.approve(course.kind);
    world.gitlab.faults = [...course.faults];
    world.gitlab.readFaults = [...course.reads];
    const dying =
      course.dies === undefined
        ? []
        : [world.createReplica(dyingAfter(course.dies, world.requests))];
    const replicas = [
      ...dying,
      ...Array.from({ length: course.replicas }, () => world.createReplica()),
    ];
    await Promise.allSettled(
      replicas.map(({ trigger }) => trigger.trigger(request)),
    );
    let settled = await world.requests.find(request.id);
    for (let round = 0; round < 40; round += 1) {
      if (!['approved', 'triggering'].includes(settled!.status)) break;
      world.pass(course.pauses[round] ?? 15);
      await Promise.all(
        replicas.slice(dying.length).map(({ reconciler }) => reconciler.run()),
      );
      settled = await world.requests.find(request.id);
    }
    return settled!;
  };

  const expectExactlyOne = (settled: RecoveryRequest) => {
    const made = world.pipelinesOf(settled);
    expect(settled).toMatchObject({ status: 'triggered' });
    expect(made).toHaveLength(1);
    expect(settled.pipelineId).toBe(String(made[0].id));
    expect(settled.pipelineUrl).toBe(made[0].web_url);
  };

  /** Between two POSTs of one request GitLab has said that it has none of that name, source and user. */
  const expectLookUpsBetween = (settled: RecoveryRequest) => {
    const posts = world.creationsOf(settled);
    posts.slice(1).forEach((post, index) => {
      const between = world.gitlab.calls.slice(
        world.gitlab.calls.indexOf(posts[index]) + 1,
        world.gitlab.calls.indexOf(post),
      );
      expect(between.some(call => isGoodLookUp(call, settled))).toBe(true);
    });
  };

  /** So that the next course does not meet it. */
  const end = async (settled: RecoveryRequest) => {
    world.gitlab.readFaults = [];
    world.pipelinesOf(settled).forEach(pipeline => {
      pipeline.status = 'canceled';
    });
    await world.createReplica().reconciler.run();
    expect(await world.requests.find(settled.id)).toMatchObject({
      status: 'failed',
      problem: { kind: 'pipeline-ended' },
    });
  };

  const named: [string, Partial<Course>][] = [
    [
      'something else answers 200 in place of GitLab, which made nothing',
      { faults: [{ effect: 'before', answer: { status: 200, body: [{}] } }] },
    ],
    [
      'something else answers 200 in place of GitLab, which made it',
      { faults: [{ effect: 'after', answer: { status: 200, body: null } }] },
    ],
    [
      'GitLab limits the creation of pipelines, which it answers with 400',
      { faults: [{ effect: 'before', answer: tooManyPipelines }] },
    ],
    [
      'the answer is lost and look-ups show the pipeline much later',
      { faults: [{ effect: 'after', lateSeconds: 100, answer: 'reset' }] },
    ],
    [
      'the answer is lost and look-ups are answered by something else',
      {
        faults: [{ effect: 'after', answer: 'half' }],
        reads: [{ status: 200, text: '' }, { status: 200, body: {} }, 'cut'],
        pauses: [121, 121, 121],
      },
    ],
    [
      'GitLab wants to be left alone for no time at all, again and again',
      {
        faults: Array<Fault>(4).fill({
          effect: 'before',
          answer: { status: 429, headers: { 'retry-after': '0' } },
        }),
      },
    ],
  ];
  it.each(named)('is made exactly once when %s', async (_, course) => {
    expect.hasAssertions();
    const settled = await run({ ...plain, replicas: 2, ...course });
    expectExactlyOne(settled);
    expectLookUpsBetween(settled);
    await end(settled);
  });

  it('is one of two when a proxy sent the request twice, and the job of the other is nobody’s', async () => {
    const settled = await run({
      ...plain,
      kind: 'restore',
      faults: [{ effect: 'replayed', answer: 'reset' }],
    });
    const made = world.pipelinesOf(settled).map(({ id }) => String(id));
    expect(made).toHaveLength(2);
    // A job may claim the request only from the pipeline that stands in it.
    expect(made).toContain(settled.pipelineId);
    expect(world.creationsOf(settled)).toHaveLength(1);
    await end(settled);
  });

  it('is never a foreign one where GitLab does not know the filters', async () => {
    const other = await run(plain);
    world.gitlab.ignoresFilters = true;
    const request = await run({
      ...plain,
      faults: [{ effect: 'before', answer: 'reset' }],
    });
    // Neither another's pipeline nor a second try: nobody can tell, and that is said after an hour.
    expect(request.status).toBe('triggering');
    expect(world.creationsOf(request)).toHaveLength(1);
    world.pass(3_600);
    await world.createReplica().reconciler.run();
    expect(await world.requests.find(request.id)).toMatchObject({
      status: 'failed',
      problem: { kind: 'pipeline-not-made' },
    });
    world.gitlab.ignoresFilters = false;
    await end(other);
  });

  it('is not asked for by a replica that was held up since it claimed the request', async () => {
    const request = await world.approve();
    const slow = world.createReplica({
      ...dyingAfter(9, world.requests),
      instanceOf: async asked => {
        world.pass(119);
        return world.requests.instanceOf(asked);
      },
    });
    const waiting = await slow.trigger.trigger(request);
    expect(waiting.status).toBe('triggering');
    expect(world.creationsOf(request)).toHaveLength(0);
    world.pass(15);
    await world.createReplica().reconciler.run();
    expectExactlyOne((await world.requests.find(request.id))!);
  });

  it('is made exactly once, whatever GitLab answers and whichever replica dies', async () => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            kind: fc.constantFrom('backup', 'drill', 'restore'),
            faults: fc.array(fc.oneof(done, notDone), { maxLength: 4 }),
            reads: fc.array(reads, { maxLength: 5 }),
            replicas: fc.integer({ min: 1, max: 2 }),
            dies: fc.integer({ min: 0, max: 3 }),
            pauses: fc.array(fc.constantFrom(1, 15, 60, 121), {
              maxLength: 6,
            }),
          },
          { requiredKeys: ['kind', 'faults', 'reads', 'replicas', 'pauses'] },
        ),
        async course => {
          const settled = await run(course);
          expectExactlyOne(settled);
          expectLookUpsBetween(settled);
          await end(settled);
        },
      ),
      { numRuns: 80 },
    );
  }, 240_000);
});

function isGoodLookUp(call: FakeCall, { id }: RecoveryRequest): boolean {
  const query = call.url.searchParams;
  return (
    call.answeredWell &&
    call.url.pathname.endsWith('/projects/77/pipelines') &&
    query.get('name') === `safepoint ${id}` &&
    query.get('source') === 'api' &&
    query.get('username') === 'safepoint-bot'
  );
}
