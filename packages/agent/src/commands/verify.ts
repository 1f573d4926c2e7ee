import { formatBytes } from '../report/formatBytes';
import type { Reporter } from '../report/Reporter';
import { openStorage } from '../verify/openStorage';
import { readIdentities, readKeySet } from '../verify/readKeyFiles';
import { verifyPoint } from '../verify/verifyPoint';
import type { GlobalOptions } from './GlobalOptions';

export interface VerifyOptions extends GlobalOptions {
  storage: string;
  point: string;
  signingKeys: string;
  identity?: string;
}

/** `safepoint verify`: checks a recovery point from the storage alone, without a portal. */
export async function verify(
  options: VerifyOptions,
  reporter: Reporter,
): Promise<void> {
  const storage = await openStorage(options.storage, process.env);
  const keys = await readKeySet(options.signingKeys);
  const identities = options.identity
    ? await readIdentities(options.identity)
    : undefined;
  const { manifest, readBytes } = await verifyPoint({
    storage,
    point: options.point,
    keys,
    identities,
    signal: new AbortController().signal,
  });
  const { id, instance, stateAt } = manifest;
  reporter.report({
    event: 'verified',
    id,
    instance,
    stateAt,
    readBytes,
    opened: Boolean(identities),
  });
  reporter.say(
    `Recovery point ${id} of ${instance.entityRef} (${
      instance.environment
    }), state of ${stateAt}, is whole: signature, place, sizes and checksums hold, ${formatBytes(
      readBytes,
    )} read${
      identities ? ', and it decrypts to exactly what was dumped' : ''
    }.`,
  );
}
