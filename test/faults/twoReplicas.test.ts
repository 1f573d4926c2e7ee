import { randomInt } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { RequestView } from '@safepoint/backstage-plugin-safepoint-common';
import { PortalSite } from '../support/portal/PortalSite';
import { StandInGitLab } from '../support/portal/StandInGitLab';
import {
  requireServer,
  startPostgres,
  type PostgresServer,
} from '../support/servers';
import { PortalDatabase } from '../support/world/PortalDatabase';
import { callPortal } from './support/callPortal';
import { Replicas } from './support/Replicas';
import { seededRandom } from './support/seededRandom';
import { nothingToDo, TinyJobs } from './support/TinyJobs';

const wanted = 200;
/** Of one data store at a time there is one backup under way. */
const environments = Array.from({ length: 25 }, (_, index) => `env-${index}`);
const secondsForAll = 170;

const seed = Number(process.env.SAFEPOINT_TEST_SEED ?? randomInt(2 ** 31));
const dana = mockCredentials.user.header('user:default/dana');

jest.setTimeout((secondsForAll + 60) * 1_000);

requireServer('postgres')('two replicas on one PostgreSQL', () => {
  let server: PostgresServer;
  let database: PortalDatabase;
  let gitlab: StandInGitLab;
  let site: PortalSite;
  let replicas: Replicas;
  let jobs: TinyJobs;
  let random: () => number;

  beforeAll(async () => {
    process.stdout.write(
      `two replicas: SAFEPOINT_TEST_SEED=${seed} repeats who is killed when\n`,
    );
    random = seededRandom(seed);
    server = await startPostgres();
    database = new PortalDatabase(server);
    gitlab = await StandInGitLab.start();
    gitlab.delayMilliseconds = () => random() * 300;
    site = await PortalSite.create({
      gitlab,
      database: database.config,
      issuer: { pipelines: { settleFor: { seconds: 30 } } },
      settings: { rateLimits: { agentPerMinute: 100_000 } },
    });
    replicas = new Replicas(site, random);
    await replicas.start();
    jobs = new TinyJobs(gitlab, () => replicas.url);
  }, 180_000);

  afterAll(async () => {
    await replicas?.stop();
    await gitlab?.stop();
    await database?.drop();
    await server?.stop();
    await site?.remove();
  });

  it(`make each of ${wanted} pipelines exactly once while one or the other is killed`, async () => {
    const running: Promise<void>[] = [];
    const made = new EventEmitter();
    gitlab.onPipeline = pipeline => {
      made.emit('pipeline');
      running.push(sleep(random() * 300).then(() => jobs.execute(pipeline)));
    };
    const instances = await Promise.all(
      environments.map(environment => jobs.introduce(environment)),
    );
    let asking = true;
    // While the answer is on its way to one of the two.
    const haunting = replicas.haunt(
      () => asking,
      () => Promise.race([once(made, 'pipeline'), sleep(5_000)]),
    );
    const deadline = Date.now() + secondsForAll * 1_000;
    await Promise.all(
      instances.map(async instanceId => {
        for (let nth = 0; nth < wanted / environments.length; nth += 1) {
          await sleep(2_000 + random() * 6_000);
          await askForBackup(instanceId);
          await untilSettled(instanceId, deadline);
        }
      }),
    );
    asking = false;
    await haunting;
    await Promise.all(running);

    const requests = (await Promise.all(instances.map(listRequests))).flat();
    process.stdout.write(
      `two replicas: ${requests.length} requests, ${gitlab.pipelines.length} pipelines, ${replicas.kills.length} kills\n`,
    );
    expect(replicas.kills.length).toBeGreaterThanOrEqual(3);
    expect(requests.length).toBeGreaterThanOrEqual(wanted);
    // None lost, none twice, and none that nobody asked for.
    expect(jobs.refused).toEqual([]);
    expect(gitlab.pipelines.map(({ name }) => name).sort()).toEqual(
      requests.map(({ id }) => `safepoint ${id}`).sort(),
    );
    expect(jobs.claims.map(({ requestId }) => requestId).sort()).toEqual(
      requests.map(({ id }) => id).sort(),
    );
    expect(
      requests.filter(request => !isClaimedOnce(request)).map(({ id }) => id),
    ).toEqual([]);
  });

  /** A person whose click is lost looks again, and asks once more where there is none. */
  async function askForBackup(instanceId: string): Promise<void> {
    const { status, body } = await callPortal(
      () => replicas.url,
      '/requests',
      dana,
      { kind: 'backup', instanceId },
    );
    // 409: the lost click was taken.
    if (![201, 409].includes(status)) {
      throw new Error(`${status} ${JSON.stringify(body)}`);
    }
  }

  async function untilSettled(instanceId: string, deadline: number) {
    for (;;) {
      const requests = await listRequests(instanceId);
      const open = requests.filter(
        ({ status }) => status !== 'failed' && status !== 'succeeded',
      );
      if (open.length === 0) return;
      if (Date.now() > deadline) {
        throw new Error(`Still open: ${JSON.stringify(open)}`);
      }
      await sleep(500);
    }
  }

  async function listRequests(instanceId: string): Promise<RequestView[]> {
    for (;;) {
      const answer = await fetch(
        `${replicas.url}/api/safepoint/requests?instanceId=${instanceId}`,
        { headers: { authorization: dana } },
      )
        .then(response => response.json())
        .catch(() => undefined);
      if (answer?.items) return answer.items;
      await sleep(250);
    }
  }

  /** By the job of its own pipeline, which ended it. */
  function isClaimedOnce(request: RequestView): boolean {
    const pipeline = gitlab.pipelines.find(
      ({ name }) => name === `safepoint ${request.id}`,
    );
    return (
      request.status === 'failed' &&
      request.problem?.kind === nothingToDo.kind &&
      request.pipelineUrl === pipeline?.web_url
    );
  }
});
