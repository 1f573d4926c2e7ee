import type { PartDigest } from '../../storage/Storage';

/** A signed request for one part, as the portal gives it. @public */
export interface SignedPart {
  number: number;
  method: 'PUT';
  url: string;
  headers: Record<string, string>;
  /** ISO 8601. */
  expiresAt: string;
}

/**
 * Who signs parts: the portal, asked by the agent.
 *
 * Implementers MUST answer with one request for each part, and reject with a `SafepointError` whose
 * `retryable` says whether asking again may help.
 *
 * @public
 */
export interface PartTransport {
  signParts(
    parts: PartDigest[],
    options: { signal: AbortSignal },
  ): Promise<SignedPart[]>;
}
