import { FlattenedSign, importJWK } from 'jose';
import { canonicalBytes } from './canonicalBytes';
import type { SigningKey } from './signingKey';

/** The detached JWS of a document: its payload is the document itself. @public */
export interface DocumentSignature {
  protected: string;
  signature: string;
}

/** @public */
export type SignedDocument<T extends object> = T & {
  signature: DocumentSignature;
};

/**
 * Signs a JSON document with EdDSA. The same document and key always give the same signature, so a
 * completion that is repeated after a crash writes the same bytes.
 *
 * @public
 */
export async function signDocument<T extends object>(
  document: T,
  key: SigningKey,
): Promise<SignedDocument<T>> {
  const jws = await new FlattenedSign(canonicalBytes(document))
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid })
    .sign(await importJWK(key, 'EdDSA'));
  // FlattenedSign always protects the header that it was given.
  const signature = { protected: jws.protected!, signature: jws.signature };
  return { ...document, signature };
}
