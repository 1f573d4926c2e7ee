import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import {
  generateIdentity,
  generateSigningKey,
  recipientOf,
} from '@safepoint/engine';
import { LocalGitLab } from '@safepoint/local-gitlab';
import {
  type PortalProcess,
  startPortalProcess,
} from '../portal/startPortalProcess';
import { findTool, type PostgresServer, startPostgres } from '../servers';
import { findFreePorts } from '../servers/freePorts';
import { entities } from '../world/entities';
import { OrdersStore } from '../world/OrdersStore';
import { type Ended, runProgram } from '../world/runProgram';
import {
  type HeldJob,
  type HeldPipeline,
  HeldPipelines,
} from './HeldPipelines';

const agent = join(
  dirname(require.resolve('@safepoint/agent/package.json')),
  'dist/safepoint.cjs',
);

const configuration = `component: component:default/orders
stores:
  resource:default/orders-db:
    connection: \${ORDERS_DATABASE_URL}
`;

/** How old a recovery point may be here; jobs that are not meant to be late are quicker. */
export const maxPointAgeSeconds = 20;

/**
 * A portal's process, the local GitLab with running jobs, a real database and the real agent: everything
 * that an attacker with a job of his own has before him.
 */
export class AttackWorld {
  portal!: PortalProcess;
  pipelines!: HeldPipelines;
  #postgres?: PostgresServer;
  #store!: OrdersStore;
  #orders!: { id: number };
  #stranger!: { id: number };

  private constructor(
    readonly gitlab: LocalGitLab,
    private readonly folder: string,
  ) {}

  static async start(): Promise<AttackWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'safepoint-attack-'));
    const gitlab = await LocalGitLab.start({
      dataDir: join(folder, 'gitlab'),
      concurrentJobs: 100,
    });
    const world = new AttackWorld(gitlab, folder);
    try {
      await world.#prepare();
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  startPipeline(): Promise<HeldPipeline> {
    return this.pipelines.start(this.#orders);
  }

  /** In a project that is bound to nothing. */
  startStrangersPipeline(): Promise<HeldPipeline> {
    return this.pipelines.start(this.#stranger);
  }

  /** The agent in that job; the receipt that it wrote for the deploy job. */
  async gate(job: HeldJob): Promise<string> {
    const file = join(this.folder, `${job.id}.env`);
    const ended = await this.runAgent(job, [
      'backup',
      ...['--trigger', 'pre-deploy', '--receipt-file', file],
    ]);
    if (ended.code !== 0) throw new Error(ended.output);
    const [, receipt] =
      /^SAFEPOINT_RECEIPT=(.+)$/m.exec(await readFile(file, 'utf8')) ?? [];
    return receipt;
  }

  runAgent(
    job: HeldJob,
    args: string[],
    variables: Record<string, string> = {},
  ): Promise<Ended> {
    const tools = findTool('pg_dump');
    return runProgram(process.execPath, [agent, ...args], {
      cwd: this.folder,
      env: {
        PATH: [process.env.PATH, tools && dirname(tools)].join(delimiter),
        ...this.#store.variables,
        CI_JOB_NAME: job.name,
        SAFEPOINT_PORTAL_URL: this.portal.url,
        SAFEPOINT_ENVIRONMENT: 'production',
        SAFEPOINT_ID_TOKEN: job.token,
        ...variables,
      },
    });
  }

  /** What the gate script asks, and hears. */
  async confirm(
    token: string,
    receipt: string,
  ): Promise<{ status: number; text: string }> {
    const url = `${this.portal.url}/api/safepoint/agent/gate/confirmations`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'safepoint-receipt': receipt,
      },
    });
    return { status: answer.status, text: await answer.text() };
  }

  async report(job: HeldJob, outcome: 'succeeded' | 'failed'): Promise<void> {
    const ended = await this.runAgent(job, ['report', '--outcome', outcome]);
    if (ended.code !== 0) throw new Error(ended.output);
  }

  /** So that the next one finds the store free. */
  async leave(pipeline: HeldPipeline): Promise<void> {
    const { deployments } = await this.see();
    const isOpen = deployments.some(({ status }) =>
      ['gated', 'running'].includes(status),
    );
    if (isOpen) await this.report(pipeline.before, 'failed');
  }

  /** Production, as the owner sees it on the Recovery tab. */
  async see(): Promise<EntityRecoveryView['environments'][number]> {
    const answer = await fetch(
      `${this.portal.url}/api/safepoint/entities/default/component/orders/recovery`,
      {
        headers: {
          authorization: mockCredentials.user.header('user:default/dana'),
        },
      },
    );
    const { environments }: EntityRecoveryView = await answer.json();
    return environments.find(
      ({ environment }) => environment === 'production',
    )!;
  }

  /** Lines of the portal's log that are audit events of that kind. */
  async readAudit(eventId: string): Promise<string[]> {
    const log = await readFile(join(this.folder, 'portal/portal.log'), 'utf8');
    return stripVTControlCharacters(log)
      .split('\n')
      .filter(
        line =>
          line.includes('isAuditEvent') &&
          line.includes(`safepoint.${eventId}`),
      );
  }

  async stop(): Promise<void> {
    await this.portal?.kill();
    await this.gitlab.stop();
    await this.#postgres?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #prepare(): Promise<void> {
    this.#postgres = await startPostgres();
    this.#store = new OrdersStore(this.#postgres);
    await this.#store.create();
    await writeFile(join(this.folder, 'safepoint.yaml'), configuration);
    const files = { README: 'orders' };
    const orders = await this.gitlab.createProject({
      path: 'shop/orders',
      files,
      protectedEnvironments: ['production'],
    });
    const recovery = await this.gitlab.createProject({
      path: 'platform/recovery',
      files,
    });
    this.#orders = orders;
    this.#stranger = await this.gitlab.createProject({
      path: 'elsewhere/app',
      files,
    });
    const bot = this.gitlab.createBot({
      name: 'safepoint',
      projects: [orders, recovery, this.#stranger],
    });
    const port = await findFreePorts(1);
    this.pipelines = new HeldPipelines(
      this.gitlab,
      `http://127.0.0.1:${port}`,
      this.folder,
    );
    this.portal = await startPortalProcess({
      dataDir: join(this.folder, 'portal'),
      port,
      entities: entities.map(entity => ({
        ...entity,
        metadata: {
          ...entity.metadata,
          annotations: {
            ...entity.metadata.annotations,
            'gitlab.com/project-id': String(orders.id),
          },
        },
      })),
      safepoint: {
        ...(await this.#makeKeys()),
        storage: { type: 'filesystem', root: join(this.folder, 'storage') },
        gate: { maxPointAge: { seconds: maxPointAgeSeconds } },
        gitlab: {
          issuers: [
            {
              url: this.gitlab.url,
              token: bot.token,
              recoveryProject: { id: String(recovery.id) },
            },
          ],
          bindings: {
            rules: [
              {
                namespaceId: String(orders.namespace.id),
                environments: ['*'],
                operations: ['backup', 'deploy'],
              },
            ],
          },
        },
      },
    });
  }

  async #makeKeys() {
    const privateKeyFile = join(this.folder, 'signing.jwk.json');
    const backendIdentityFile = join(this.folder, 'backend.age');
    await writeFile(privateKeyFile, JSON.stringify(await generateSigningKey()));
    await writeFile(backendIdentityFile, await generateIdentity());
    return {
      signing: { privateKeyFile },
      encryption: {
        backendIdentityFile,
        escrowRecipients: [await recipientOf(await generateIdentity())],
      },
    };
  }
}
