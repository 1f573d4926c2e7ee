import { createKeys } from '../keys/createKeys';
import type { Reporter } from '../report/Reporter';
import type { GlobalOptions } from './GlobalOptions';

export interface KeysInitOptions extends GlobalOptions {
  out: string;
}

/** `safepoint keys init`: the keys of an installation, and what goes where. */
export async function keysInit(
  options: KeysInitOptions,
  reporter: Reporter,
): Promise<void> {
  const { files, escrowRecipient, keyId } = await createKeys(options.out);
  reporter.report({ event: 'keys-created', files, escrowRecipient, keyId });
  reporter.say(`Made the keys of an installation in ${options.out}:

1. ${files.escrowIdentity}
   The last resort: it opens every recovery point without the portal. Move it off this machine now,
   to two places that do not burn down together, and never give it to the portal or to CI.
2. ${files.backendIdentity}
   For the portal only: safepoint.encryption.backendIdentityFile in app-config.yaml.
3. ${files.signingKey}
   For the portal only: safepoint.signing.privateKeyFile in app-config.yaml.
4. ${files.publicKeys}
   Public. Keep a copy beside the escrow identity: safepoint verify checks signatures with it.

app-config.yaml:

safepoint:
  signing:
    privateKeyFile: ${files.signingKey}
  encryption:
    backendIdentityFile: ${files.backendIdentity}
    escrowRecipients:
      - ${escrowRecipient}`);
}
