import type { SigningKey } from '@safepoint/engine';
import type { JSONWebKeySet } from 'jose';

/** What manifests and records are signed and checked with. */
export interface SigningKeys {
  /** Secret. */
  current: SigningKey;
  /** The public halves of the current and the former keys. */
  known: JSONWebKeySet;
}
