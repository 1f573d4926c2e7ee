import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type {
  EntityRecoveryView,
  InstanceRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { JWTPayload } from 'jose';
import { StandInGitLab } from '../portal/StandInGitLab';
import type { PortalSettings } from '../portal/PortalSettings';
import {
  type PortalProcess,
  startPortalProcess,
} from '../portal/startPortalProcess';
import { findTool, type PostgresServer, startPostgres } from '../servers';
import { entities, mergeEntities } from './entities';
import { OrdersStore } from './OrdersStore';
import { PortalDatabase } from './PortalDatabase';
import { preparePortal } from './preparePortal';
import { type Ended, runProgram } from './runProgram';

const agent = join(
  dirname(require.resolve('@safepoint/agent/package.json')),
  'dist/safepoint.cjs',
);

const configurationWith = (
  options: JsonObject,
) => `component: component:default/orders
stores:
  resource:default/orders-db:
    connection: \${ORDERS_DATABASE_URL}
    restore: \${ORDERS_RESTORE_URL}
    drill: \${ORDERS_DRILL_URL}
    options: ${JSON.stringify(options)}
`;

/** PostgreSQL's own programs may be elsewhere than on PATH. */
const path = [
  process.env.PATH,
  ...(findTool('pg_dump') ? [dirname(findTool('pg_dump')!)] : []),
].join(delimiter);

/** A portal in a process of its own, a real PostgreSQL, and the agent as jobs start it. */
export class RecoveryWorld {
  portal!: PortalProcess;
  store!: OrdersStore;
  readonly gitlab: StandInGitLab;
  readonly folder: string;
  #postgres?: PostgresServer;
  #database?: PortalDatabase;
  #settings?: PortalSettings;
  #entities = entities;
  #jobs = 7_000;

  private constructor(gitlab: StandInGitLab, folder: string) {
    this.gitlab = gitlab;
    this.folder = folder;
  }

  /**
   * @param storage - default is a folder
   * @param settings - more of `safepoint:` in the portal's configuration
   * @param options - the portal's own database is SQLite unless told otherwise; `entities` are in the
   *   catalog beside the service and its database, or in their place; `driverOptions` stand in safepoint.yaml
   */
  static async start(
    storage?: JsonObject,
    settings: JsonObject = {},
    options: {
      database?: 'postgres';
      entities?: Entity[];
      driverOptions?: JsonObject;
    } = {},
  ): Promise<RecoveryWorld> {
    if (!existsSync(agent)) {
      throw new Error(
        'There is no agent to start; run `yarn workspace @safepoint/agent build`.',
      );
    }
    const folder = await mkdtemp(join(tmpdir(), 'safepoint-world-'));
    const world = new RecoveryWorld(await StandInGitLab.start(), folder);
    try {
      world.#postgres = await startPostgres();
      world.store = new OrdersStore(world.#postgres);
      if (options.database) {
        world.#database = new PortalDatabase(world.#postgres);
      }
      world.#entities = mergeEntities(options.entities ?? []);
      await world.store.create();
      await writeFile(
        join(folder, 'safepoint.yaml'),
        configurationWith(options.driverOptions ?? {}),
      );
      await world.#startPortal(
        storage ?? { type: 'filesystem', root: world.storageRoot },
        settings,
      );
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  get storageRoot(): string {
    return join(this.folder, 'storage');
  }

  /** The portal's own; with it a test makes what only an attacker with the key could. */
  get signingKey(): string {
    return join(this.folder, 'signing.jwk.json');
  }

  get escrowIdentity(): string {
    return join(this.folder, 'escrow.age');
  }

  get signingKeys(): string {
    return join(this.folder, 'signing-keys.json');
  }

  /**
   * The agent in a job of the service's project: environment production, or drill for a drill, which is of
   * production.
   */
  job(
    args: string[],
    claims: JWTPayload = {},
    variables: Record<string, string> = {},
  ): Promise<Ended> {
    const drills = args[0] === 'drill';
    return this.#runJob(
      args,
      {
        ...this.#jobOf('5'),
        ...(drills && { environment: 'drill' }),
        ...claims,
      },
      {
        ...(drills && { SAFEPOINT_SOURCE_ENVIRONMENT: 'production' }),
        ...variables,
      },
    );
  }

  /** The agent in the job of the recovery project that the request's pipeline has. */
  operation(
    request: { id: string; pipelineUrl?: string },
    how: { variables?: Record<string, string>; killWhen?: Promise<void> } = {},
  ): Promise<Ended> {
    return this.#runJob(
      ['operation', '--request', request.id],
      {
        ...this.#jobOf('77'),
        project_path: 'platform/recovery',
        pipeline_id: request.pipelineUrl?.split('/').at(-1),
        pipeline_source: 'api',
        environment: this.gitlab.inputsOf(request.id).environment,
        environment_protected: 'true',
      },
      how.variables,
      how.killWhen,
    );
  }

  /** The agent with nothing of a job and no portal, as on the machine of a person on call. */
  byHand(
    args: string[],
    variables: Record<string, string> = {},
    killWhen?: Promise<void>,
  ) {
    return runProgram(process.execPath, [agent, ...args], {
      cwd: this.folder,
      env: { PATH: path, ...variables },
      killWhen,
    });
  }

  /** What a job before the deployment left in this file. */
  async readReceipt(file: string): Promise<string> {
    const text = await readFile(file, 'utf8');
    return /^SAFEPOINT_RECEIPT=(.+)$/m.exec(text)?.[1] ?? '';
  }

  /** What the gate script of a deploy job asks. */
  async confirmGate(
    receipt: string,
    claims: JWTPayload = {},
  ): Promise<Response> {
    const token = await this.gitlab.mint({
      ...this.#jobOf('5'),
      ...claims,
      aud: this.portal.url,
    });
    return fetch(`${this.portal.url}/api/safepoint/agent/gate/confirmations`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'safepoint-receipt': receipt,
      },
    });
  }

  /** What a person's page asks; throws unless it is answered well. */
  async ask<T>(user: string, pathname: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.portal.url}/api/safepoint${pathname}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: mockCredentials.user.header(`user:default/${user}`),
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${pathname}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  /** The one store instance, as the Recovery tab shows it. */
  async recovery(): Promise<InstanceRecoveryView> {
    const { environments } = await this.ask<EntityRecoveryView>(
      'dana',
      '/entities/default/resource/orders-db/recovery',
    );
    return environments[0].instances[0];
  }

  /** Makes a recovery point and answers its id and folder. */
  async backUp(): Promise<{ id: string; prefix: string }> {
    const ended = await this.job(['backup']);
    if (ended.code !== 0) throw new Error(ended.output);
    const { recoveryPoints } = await this.recovery();
    const { id } = recoveryPoints[0];
    return { id, prefix: `default/resource/orders-db/production/${id}` };
  }

  /** The portal as it was set up, on a database that is new and empty. */
  async restartWithoutDatabase(): Promise<void> {
    await this.portal.kill();
    await this.#database?.drop();
    await rm(join(this.folder, 'portal', 'database'), {
      recursive: true,
      force: true,
    });
    this.portal = await startPortalProcess(this.#settings!);
  }

  /** The portal as it was, on what it left when it was killed. */
  async startAgain(): Promise<void> {
    this.portal = await startPortalProcess(this.#settings!);
  }

  async stop(): Promise<void> {
    await this.portal?.kill();
    await this.#database?.drop();
    await this.#postgres?.stop();
    await this.gitlab.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #startPortal(storage: JsonObject, settings: JsonObject): Promise<void> {
    this.#settings = await preparePortal(this.folder, {
      gitlabUrl: this.gitlab.url,
      entities: this.#entities,
      database: this.#database?.config,
      storage,
      settings,
    });
    this.portal = await startPortalProcess(this.#settings);
    const keys = await fetch(`${this.portal.url}/api/safepoint/keys`);
    await writeFile(this.signingKeys, await keys.text());
  }

  #jobOf(project: string): JWTPayload {
    this.#jobs += 1;
    return {
      project_id: project,
      job_project_id: project,
      project_path: 'shop/orders',
      pipeline_id: '700',
      job_id: `${this.#jobs}`,
      environment: 'production',
      environment_protected: 'true',
    };
  }

  /** All that the agent finds in a job of the service's project. */
  async jobVariables(
    claims: JWTPayload = this.#jobOf('5'),
  ): Promise<Record<string, string>> {
    const { environment } = claims as { environment?: string };
    return {
      PATH: path,
      ...this.store.variables,
      SAFEPOINT_PORTAL_URL: this.portal.url,
      SAFEPOINT_ID_TOKEN: await this.gitlab.mint({
        aud: this.portal.url,
        ...JSON.parse(JSON.stringify(claims)),
      }),
      ...(environment && { SAFEPOINT_ENVIRONMENT: environment }),
    };
  }

  async #runJob(
    args: string[],
    claims: JWTPayload,
    variables: Record<string, string> = {},
    killWhen?: Promise<void>,
  ): Promise<Ended> {
    const all = { ...(await this.jobVariables(claims)), ...variables };
    return this.byHand(args, all, killWhen);
  }
}
