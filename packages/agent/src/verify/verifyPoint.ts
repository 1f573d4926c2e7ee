import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError, type ByteStream } from '@safepoint/engine';
import { toProblem } from '../errors/toProblem';
import { readCheckedFile } from './checkFile';
import { openCheckedPayload } from './checkPayload';
import { openPlaintext } from './openPlaintext';
import type { ReadableStorage } from './ReadableStorage';
import type { KeySet } from './readKeyFiles';
import { readManifest } from './readManifest';

export interface VerifyInput {
  storage: ReadableStorage;
  /** `<namespace>/<kind>/<name>/<environment>/<id>`. */
  point: string;
  keys: KeySet;
  /** With them the data is decrypted and compared with what was dumped. */
  identities?: string[];
  signal: AbortSignal;
}

async function drain(stream: ByteStream): Promise<void> {
  for await (const chunk of stream) void chunk;
}

async function verifyObject(
  input: VerifyInput,
  object: Manifest['objects'][number],
): Promise<void> {
  const { storage, identities, signal } = input;
  const header = await readCheckedFile(storage, 'object', object.header);
  const payload = await openCheckedPayload(storage, object.payload, signal);
  await drain(
    identities ? openPlaintext(object, header, payload, identities) : payload,
  );
}

function combine(
  problems: { kind: string; message: string }[],
): SafepointError {
  return new SafepointError({
    kind: problems[0].kind,
    message: problems.map(({ message }) => message).join(' '),
  });
}

/**
 * Checks that a recovery point is whole, from the storage alone: the manifest is there, signed and at its
 * place, and every file that it names has the bytes that it says. Throws an error that names what is not.
 */
export async function verifyPoint(
  input: VerifyInput,
): Promise<{ manifest: Manifest; readBytes: number }> {
  const manifest = await readManifest(input.storage, input.point, input.keys);
  const checks = [
    () => readCheckedFile(input.storage, 'runbook', manifest.runbook),
    ...manifest.objects.map(object => () => verifyObject(input, object)),
  ];
  const problems: { kind: string; message: string }[] = [];
  for (const check of checks) {
    try {
      await check();
    } catch (error) {
      // Only what is wrong with the data is collected; a storage that fails ends it.
      if ((error as Error).name !== 'SafepointError') throw error;
      problems.push(toProblem(error));
    }
  }
  if (problems.length > 0) throw combine(problems);
  const files = manifest.objects.flatMap(({ header, payload }) => [
    header,
    payload,
  ]);
  const readBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { manifest, readBytes };
}
