import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateIdentity,
  generateSigningKey,
  type Storage,
} from '@safepoint/engine';
import type { Knex } from 'knex';
import { agentStores } from '../../database/agentStores';
import { migrationsDirectory } from '../../database/migrate';
import { portalStores } from '../../database/portalStores';
import {
  createPortal,
  createSqlite,
  openStorage,
  type PortalSettings,
} from './createPortal';
import { FakeIssuer } from './FakeIssuer';

export type Workbench = Awaited<ReturnType<typeof createWorkbench>>;

/**
 * The agent's services on a real database, a real storage (a folder unless it is given) and a real issuer; the
 * catalog, the bindings and GitLab's word on jobs are made up. The clock stands unless it is moved.
 */
export async function createWorkbench(
  options: { knex?: Knex; storage?: Storage } = {},
) {
  const issuer = await FakeIssuer.start();
  const folder = await mkdtemp(join(tmpdir(), 'safepoint-agent-'));
  const knex = options.knex ?? createSqlite();
  await knex.migrate.latest({ directory: migrationsDirectory });
  const settings: PortalSettings = {
    issuerUrl: issuer.url,
    root: join(folder, 'storage'),
    storageSecret: randomBytes(32).toString('base64'),
    signingKey: await generateSigningKey(),
    escrowIdentity: await generateIdentity(),
    backendIdentity: await generateIdentity(),
  };
  const storage = options.storage ?? openStorage(settings);
  const clock = { now: new Date() };
  const first = await createPortal(settings, { knex, storage, clock });
  return {
    ...first,
    /** A portal that has just been started on the same database and storage. */
    restart: (changes: Partial<Parameters<typeof createPortal>[1]> = {}) =>
      createPortal(settings, { knex, storage, clock, ...changes }),
    settings,
    issuer,
    folder,
    root: settings.root,
    knex,
    storage,
    clock,
    stores: { ...agentStores(knex), ...portalStores(knex) },
    advance(seconds: number) {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
    },
    async stop() {
      await knex.destroy();
      await issuer.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
