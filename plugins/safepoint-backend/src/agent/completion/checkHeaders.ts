import { InputError } from '@backstage/errors';
import type { RecoveryPointDraft } from '@safepoint/backstage-plugin-safepoint-common';
import { listStanzaDigests, unwrapFileKey } from '@safepoint/engine';
import type { HeaderStanza } from '../../database/HeaderStanzaStore';
import type { EncryptionKeys } from '../AgentDependencies';

/**
 * Each object's header must be one that the backend can open and that has a stanza for every recipient,
 * or what is stored could not be restored. Returns the stanzas, for the point to claim as its own.
 */
export async function checkHeaders(
  recoveryPointId: string,
  draft: RecoveryPointDraft,
  encryption: EncryptionKeys,
): Promise<HeaderStanza[]> {
  const stanzas: HeaderStanza[] = [];
  for (const { name, header } of draft.objects) {
    const bytes = Buffer.from(header, 'base64');
    const digests = await readDigests(name, bytes);
    if (digests.length !== encryption.recipients.length) {
      throw new InputError(
        `The header of ${name} has ${digests.length} recipients and the plan has ${encryption.recipients.length}. Encrypt to exactly those of the plan.`,
      );
    }
    await checkOpens(name, bytes, encryption.backendIdentities);
    stanzas.push(
      ...digests.map(digest => ({ digest, recoveryPointId, object: name })),
    );
  }
  return stanzas;
}

async function readDigests(name: string, header: Buffer): Promise<string[]> {
  try {
    return await listStanzaDigests(header);
  } catch (error) {
    throw new InputError(`The header of ${name} is no age header.`, error);
  }
}

async function checkOpens(
  name: string,
  header: Buffer,
  identities: string[],
): Promise<void> {
  try {
    await unwrapFileKey(header, identities);
  } catch (error) {
    throw new InputError(
      `The header of ${name} is not encrypted to the portal's recipient, or was changed. Encrypt to exactly the recipients of the plan.`,
      error,
    );
  }
}
