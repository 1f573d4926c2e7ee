import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';
import type { SignedDocument } from '@safepoint/engine';

/** A manifest as it stands in storage. */
export type SignedManifest = SignedDocument<Manifest>;
