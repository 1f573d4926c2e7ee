import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { SectionReader } from './SectionReader';

export interface EncryptionConfig {
  backendIdentityFile: string;
  escrowRecipients: string[];
}

export const readEncryption: SectionReader<EncryptionConfig> = (
  config,
  problems,
) => ({
  escrowRecipients: problems.attempt(() => readEscrowRecipients(config)),
  backendIdentityFile: problems.attempt(() =>
    config.getString('encryption.backendIdentityFile'),
  ),
});

function readEscrowRecipients(config: Config): string[] {
  const recipients =
    config.getOptionalStringArray('encryption.escrowRecipients') ?? [];
  if (recipients.length === 0) {
    throw new InputError(
      'safepoint.encryption.escrowRecipients is empty: without an escrow key nobody could restore without the portal. Run `safepoint keys init`, keep its identity file offline and put its recipient here.',
    );
  }
  const bad = recipients.filter(
    recipient => !/^age1[02-9ac-hj-np-z]{58,}$/.test(recipient),
  );
  if (bad.length > 0) {
    throw new InputError(
      `safepoint.encryption.escrowRecipients holds what is no age recipient (age1…): entry ${bad
        .map(recipient => recipients.indexOf(recipient) + 1)
        .join(', ')}.`,
    );
  }
  return recipients;
}
