import { drivers } from '@safepoint/drivers';
import { SafepointError, type Driver } from '@safepoint/engine';
import { abortOnSignals } from '../run/abortOnSignals';
import type { Reporter } from '../report/Reporter';
import { openStorage } from '../verify/openStorage';
import { readIdentities, readKeySet } from '../verify/readKeyFiles';
import { restoreFromStorage } from '../verify/restoreFromStorage';
import type { GlobalOptions } from './GlobalOptions';

export interface RestoreOptions extends GlobalOptions {
  fromStorage: string;
  point: string;
  signingKeys: string;
  identity: string;
  storeUrlEnv: string;
  switch?: boolean;
}

function readStoreUrl(variable: string): string {
  const url = process.env[variable];
  if (!url) {
    throw new SafepointError({
      kind: 'config-incomplete',
      message: `The variable ${variable} is not set. Set it to the connection string of the store (the role that restores), and name the variable, not the string, by --store-url-env.`,
    });
  }
  return url;
}

/** `safepoint restore --from-storage`: break glass; with storage and escrow identity, without a portal. */
export async function restore(
  options: RestoreOptions,
  reporter: Reporter,
): Promise<void> {
  const connection = readStoreUrl(options.storeUrlEnv);
  const storage = await openStorage(options.fromStorage, process.env);
  const keys = await readKeySet(options.signingKeys);
  const identities = await readIdentities(options.identity);
  const run = new AbortController();
  const ignoreSignals = abortOnSignals(run);
  try {
    const done = await restoreFromStorage({
      storage,
      point: options.point,
      keys,
      identities,
      switchOver: options.switch ?? false,
      findDriver: name => findDriverFor(name),
      context: {
        connection,
        signal: run.signal,
        report: event => reporter.report(event),
      },
    });
    reporter.say(
      done.kept === undefined
        ? `Restored recovery point ${done.manifest.id} into ${done.name}; its content equals the manifest. The live store was not touched.`
        : `Restored recovery point ${done.manifest.id}: ${done.name} is the restored store now, the old one is kept as ${done.kept}.`,
    );
  } finally {
    ignoreSignals();
  }
}

function findDriverFor(name: string): Driver {
  const driver = drivers.get(name);
  if (!driver) {
    throw new SafepointError({
      kind: 'config-invalid',
      message: `This agent has no driver ${name}.`,
    });
  }
  return driver;
}
