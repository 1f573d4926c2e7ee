import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import {
  generateIdentity,
  generateSigningKey,
  recipientOf,
} from '@safepoint/engine';
import { findFreePorts } from '../servers/freePorts';
import { entities } from '../world/entities';
import type { StandInGitLab } from './StandInGitLab';
import { type PortalProcess, startPortalProcess } from './startPortalProcess';

/** The only audience of tokens, whichever replica is asked. */
export const siteAudience = 'http://portal.test';

/** What the replicas of one portal share: keys, storage, configuration and, where it is given, the database. */
export class PortalSite {
  readonly #folder: string;
  readonly #safepoint: JsonObject;
  readonly #database?: JsonObject;
  readonly #ports = new Map<string, number>();

  private constructor(
    folder: string,
    safepoint: JsonObject,
    database?: JsonObject,
  ) {
    this.#folder = folder;
    this.#safepoint = safepoint;
    this.#database = database;
  }

  static async create(options: {
    gitlab: StandInGitLab;
    /** `backend.database`; without it each replica has a SQLite of its own. */
    database?: JsonObject;
    /** More of the one issuer. */
    issuer?: JsonObject;
    /** More of `safepoint:`. */
    settings?: JsonObject;
  }): Promise<PortalSite> {
    const folder = await mkdtemp(join(tmpdir(), 'safepoint-site-'));
    const privateKeyFile = join(folder, 'signing.jwk.json');
    const backendIdentityFile = join(folder, 'backend.age');
    await writeFile(privateKeyFile, JSON.stringify(await generateSigningKey()));
    await writeFile(backendIdentityFile, await generateIdentity());
    const issuer = {
      url: options.gitlab.url,
      token: 'bot-token',
      recoveryProject: { id: '77', ref: 'main' },
      ...options.issuer,
    };
    const rule = {
      namespaceId: '12',
      environments: ['*'],
      operations: ['backup', 'drill', 'deploy'],
    };
    const safepoint = {
      audience: siteAudience,
      storage: { type: 'filesystem', root: join(folder, 'storage') },
      signing: { privateKeyFile },
      encryption: {
        backendIdentityFile,
        escrowRecipients: [await recipientOf(await generateIdentity())],
      },
      gitlab: { issuers: [issuer], bindings: { rules: [rule] } },
      ...options.settings,
    };
    return new PortalSite(folder, safepoint, options.database);
  }

  /** Starts a replica, or the same again. */
  async start(name: string): Promise<PortalProcess> {
    const port = this.#ports.get(name) ?? (await findFreePorts(1));
    this.#ports.set(name, port);
    const dataDir = join(this.#folder, name);
    await mkdir(dataDir, { recursive: true });
    return startPortalProcess({
      dataDir,
      port,
      entities,
      ...(this.#database && { database: this.#database }),
      safepoint: this.#safepoint,
    });
  }

  /** Removes its files; end its replicas before. */
  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
