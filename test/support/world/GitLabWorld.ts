import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import type {
  DeploymentView,
  EntityRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  generateIdentity,
  generateSigningKey,
  recipientOf,
} from '@safepoint/engine';
import { LocalGitLab } from '@safepoint/local-gitlab';
import { componentNames, readTemplate } from '../../components/templates';
import { readNotifications } from '../portal/notifications';
import type { PortalSettings } from '../portal/PortalSettings';
import {
  type PortalProcess,
  startPortalProcess,
} from '../portal/startPortalProcess';
import { findTool, type PostgresServer, startPostgres } from '../servers';
import { findFreePorts } from '../servers/freePorts';
import { entities } from './entities';
import { OrdersStore } from './OrdersStore';

const agent = join(
  dirname(require.resolve('@safepoint/agent/package.json')),
  'dist/safepoint.cjs',
);

const safepointYaml = `component: component:default/orders
stores:
  resource:default/orders-db:
    connection: \${ORDERS_DATABASE_URL}
`;

type Project = Awaited<ReturnType<LocalGitLab['createProject']>>;

/** A portal in a process of its own, a GitLab that runs pipelines, the real agent in their jobs, and a PostgreSQL. */
export class GitLabWorld {
  portal!: PortalProcess;
  gitlab!: LocalGitLab;
  service!: Project;
  readonly signingToken = `whsec_${randomBytes(32).toString('base64')}`;
  readonly #folder: string;
  #postgres?: PostgresServer;
  #settings?: PortalSettings;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<GitLabWorld> {
    if (!existsSync(agent)) {
      throw new Error(
        'There is no agent to start; run `yarn workspace @safepoint/agent build`.',
      );
    }
    const world = new GitLabWorld(
      await mkdtemp(join(tmpdir(), 'safepoint-gitlab-world-')),
    );
    try {
      await world.#start();
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  /** The component in a pipeline of this portal. */
  get guard(): string {
    return `include:
  - component: $CI_SERVER_FQDN/safepoint/components/deploy-guard@0.1.0
    inputs: { portal-url: '${this.portal.url}', environment: production, deploy-job: deploy }
`;
  }

  /** Pushes a configuration and starts its pipeline. */
  push(configuration: string): Promise<{ id: number }> {
    return this.gitlab.push(this.service, {
      message: 'Deploy',
      files: { '.gitlab-ci.yml': configuration },
    });
  }

  /** What the newest job of that name has written. */
  async logOf(pipeline: { id: number }, name: string): Promise<string> {
    const { jobs } = this.gitlab.describePipeline(pipeline);
    const job = jobs.filter(one => one.name === name).at(-1);
    if (!job) throw new Error(`Pipeline ${pipeline.id} has no job ${name}.`);
    return this.gitlab.jobLog(job);
  }

  async waitForJob(pipeline: { id: number }, name: string): Promise<string> {
    return this.until(`job ${name} ends`, async () => {
      const { jobs } = this.gitlab.describePipeline(pipeline);
      const status = jobs.find(job => job.name === name)?.status;
      const over = ['success', 'failed', 'canceled', 'skipped'];
      return status && over.includes(status) ? status : undefined;
    });
  }

  /** The portal as it was, on what it left when it was killed. */
  async startPortalAgain(): Promise<void> {
    this.portal = await startPortalProcess(this.#settings!);
  }

  /** Tells the portal of everything that happens in the service's project, signed. */
  addWebhook(): void {
    this.gitlab.addWebhook(this.service, {
      url: `${this.portal.url}/api/events/http/safepoint.gitlab`,
      signingToken: this.signingToken,
      events: ['deployment', 'pipeline', 'job'],
    });
  }

  /** What the Recovery tab shows of a pipeline, newest first. */
  async deploymentsOf(pipeline: { id: number }): Promise<DeploymentView[]> {
    const answer = await fetch(
      `${this.portal.url}/api/safepoint/entities/default/component/orders/recovery`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    const { environments }: EntityRecoveryView = await answer.json();
    return environments
      .flatMap(({ deployments }) => deployments)
      .filter(({ pipelineUrl }) => pipelineUrl?.endsWith(`/${pipeline.id}`));
  }

  notifications() {
    return readNotifications(join(this.#folder, 'portal'));
  }

  readLog(): Promise<string> {
    return readFile(join(this.#folder, 'portal', 'portal.log'), 'utf8');
  }

  /** Asks until there is an answer. */
  async until<T>(
    what: string,
    ask: () => Promise<T | undefined>,
    seconds = 60,
  ): Promise<T> {
    const deadline = Date.now() + seconds * 1_000;
    while (Date.now() < deadline) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      await sleep(200);
    }
    throw new Error(`Waited ${seconds} seconds until ${what}.`);
  }

  async stop(): Promise<void> {
    await this.gitlab?.stop();
    await this.portal?.kill();
    await this.#postgres?.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    this.#postgres = await startPostgres();
    const store = new OrdersStore(this.#postgres);
    await store.create();
    await this.#startGitLab();
    this.service = await this.gitlab.createProject({
      path: 'shop/orders',
      files: { 'safepoint.yaml': safepointYaml },
      variables: Object.entries(store.variables).map(([key, value]) => ({
        key,
        value,
        raw: true,
      })),
      protectedEnvironments: ['production', 'drill'],
    });
    await this.#startPortal();
  }

  async #startGitLab(): Promise<void> {
    const bin = join(this.#folder, 'bin');
    await mkdir(bin);
    const command = join(bin, 'safepoint');
    await writeFile(
      command,
      `#!/bin/sh\nexec '${process.execPath}' '${agent}' "$@"\n`,
    );
    await chmod(command, 0o755);
    const tools = findTool('pg_dump');
    this.gitlab = await LocalGitLab.start({
      dataDir: join(this.#folder, 'gitlab'),
      variables: {
        PATH: [bin, process.env.PATH, ...(tools ? [dirname(tools)] : [])].join(
          delimiter,
        ),
      },
    });
    const components = await this.gitlab.createProject({
      path: 'safepoint/components',
      files: Object.fromEntries(
        componentNames.map(name => [
          `templates/${name}/template.yml`,
          readTemplate(name),
        ]),
      ),
    });
    await this.gitlab.tag(components, '0.1.0');
  }

  async #startPortal(): Promise<void> {
    const recovery = await this.gitlab.createProject({
      path: 'platform/recovery',
      files: { README: 'x' },
    });
    const { token } = this.gitlab.createBot({
      name: 'Safepoint',
      projects: [recovery, { id: this.service.id, accessLevel: 20 }],
    });
    const privateKeyFile = join(this.#folder, 'signing.jwk.json');
    const backendIdentityFile = join(this.#folder, 'backend.age');
    await writeFile(privateKeyFile, JSON.stringify(await generateSigningKey()));
    await writeFile(backendIdentityFile, await generateIdentity());
    this.#settings = {
      dataDir: join(this.#folder, 'portal'),
      port: await findFreePorts(1),
      entities: JSON.parse(
        JSON.stringify(entities).replaceAll(
          '"gitlab.com/project-id":"5"',
          `"gitlab.com/project-id":"${this.service.id}"`,
        ),
      ),
      safepoint: {
        storage: { type: 'filesystem', root: join(this.#folder, 'storage') },
        signing: { privateKeyFile },
        encryption: {
          backendIdentityFile,
          escrowRecipients: [await recipientOf(await generateIdentity())],
        },
        gitlab: {
          issuers: [
            {
              url: this.gitlab.url,
              token,
              webhookSecret: [this.signingToken],
              recoveryProject: { id: String(recovery.id) },
            },
          ],
          bindings: {
            rules: [
              {
                namespaceId: String(this.service.namespace.id),
                environments: ['*'],
                operations: ['backup', 'drill', 'deploy'],
              },
            ],
          },
        },
      },
    };
    await this.startPortalAgain();
  }
}
