import type {
  Manifest,
  RecoveryPointDraft,
} from '@safepoint/backstage-plugin-safepoint-common';
import { digestOf } from '../digests';

/** Whether a draft is what a manifest was made from: a repeat of the same completion. */
export function isSameDraft(
  draft: RecoveryPointDraft,
  manifest: Manifest,
): boolean {
  return (
    new Date(draft.stateAt).getTime() ===
      new Date(manifest.stateAt).getTime() &&
    draft.fingerprint.schemaSha256 === manifest.fingerprint.schemaSha256 &&
    draft.objects.length === manifest.objects.length &&
    draft.objects.every(object => {
      const stored = manifest.objects.find(({ name }) => name === object.name);
      return (
        stored?.payload.sha256 === object.payload.sha256 &&
        stored.plaintext.sizeBytes === object.plaintext.sizeBytes &&
        stored.header.sha256 === digestOf(Buffer.from(object.header, 'base64'))
      );
    })
  );
}
