import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Hands the job's token for the cloud to the SDK, which takes a web identity from a file only: one that only
 * this user reads, for as long as the work lasts. Returns the undo. Where there is no such token, or the job
 * has prepared a file itself, nothing is done, and the SDK looks for credentials wherever it does.
 */
export async function provideWebIdentity(
  variables: NodeJS.ProcessEnv,
): Promise<() => Promise<void>> {
  const token = variables.SAFEPOINT_CLOUD_TOKEN;
  const isWanted = token && variables.AWS_ROLE_ARN;
  if (!isWanted || variables.AWS_WEB_IDENTITY_TOKEN_FILE) return async () => {};
  const folder = await mkdtemp(join(tmpdir(), 'safepoint-identity-'));
  const file = join(folder, 'token');
  await writeFile(file, token, { mode: 0o600 });
  variables.AWS_WEB_IDENTITY_TOKEN_FILE = file;
  return async () => {
    delete variables.AWS_WEB_IDENTITY_TOKEN_FILE;
    await rm(folder, { recursive: true, force: true });
  };
}
