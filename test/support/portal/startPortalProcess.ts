import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../scripts/bootstrap/paths.mjs';
import type { PortalSettings } from './PortalSettings';

/** A real backend in a process of its own, which can be killed and started again. */
export interface PortalProcess {
  url: string;
  pid: number;
  /** Ends it as a crash would, by SIGKILL. Its data stays. */
  kill(): Promise<void>;
}

/** Starts it and waits until it answers; rejects with its log if it ends before. */
export async function startPortalProcess(
  settings: PortalSettings,
): Promise<PortalProcess> {
  const url = `http://127.0.0.1:${settings.port}`;
  const settingsFile = join(settings.dataDir, 'portal.json');
  const configFile = join(settings.dataDir, 'app-config.json');
  const logFile = join(settings.dataDir, 'portal.log');
  await mkdir(settings.dataDir, { recursive: true });
  await writeFile(settingsFile, JSON.stringify(settings));
  await writeFile(
    configFile,
    JSON.stringify({
      app: { baseUrl: url },
      backend: {
        baseUrl: url,
        listen: { host: '127.0.0.1', port: settings.port },
        database: settings.database ?? {
          client: 'better-sqlite3',
          connection: { directory: join(settings.dataDir, 'database') },
        },
        ...(settings.externalAccess && {
          auth: { externalAccess: settings.externalAccess },
        }),
      },
      safepoint: settings.safepoint,
    }),
  );
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, 'runPortal.ts'),
      '--config',
      configFile,
    ],
    {
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        NODE_ENV: 'development',
        // A fifth of what a start computes is compiling the same files again.
        NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/portal'),
        PORTAL_SETTINGS: settingsFile,
      },
    },
  );
  closeSync(log);
  const kill = () => end(child);
  try {
    await waitUntilReady(`${url}/api/safepoint/health`, child);
  } catch (error) {
    await kill();
    throw new Error(`${error}\n${await readFile(logFile, 'utf8')}`);
  }
  return { url, pid: child.pid!, kill };
}

async function waitUntilReady(url: string, child: ChildProcess) {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error('The portal ended before it answered.');
    }
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await new Promise(resolve => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(`The portal did not answer at ${url}.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise(resolve => {
      child.once('close', resolve);
    });
    child.kill('SIGKILL');
    await ended;
  }
}
