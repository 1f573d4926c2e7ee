import {
  decodeProtectedHeader,
  flattenedVerify,
  importJWK,
  type JSONWebKeySet,
} from 'jose';
import { canonicalBytes } from './canonicalBytes';

/** @public */
export type DocumentVerdict =
  | { valid: true; keyId: string }
  | { valid: false; reason: 'unsigned' | 'unknown-key' | 'signature-invalid' };

/** Whether one of the keys signed exactly this document. @public */
export async function verifyDocument(
  document: unknown,
  keys: JSONWebKeySet,
): Promise<DocumentVerdict> {
  const signature = readSignature(document);
  if (!signature) {
    return { valid: false, reason: 'unsigned' };
  }
  const keyId = readKeyId(signature);
  const key = keys.keys.find(
    candidate => candidate.kid === keyId && candidate.crv === 'Ed25519',
  );
  if (!keyId || !key) {
    return { valid: false, reason: 'unknown-key' };
  }
  try {
    const payload = canonicalBytes(document as object);
    await flattenedVerify(
      { ...signature, payload: payload.toString('base64url') },
      await importJWK(key, 'EdDSA'),
      { algorithms: ['EdDSA'] },
    );
    return { valid: true, keyId };
  } catch {
    return { valid: false, reason: 'signature-invalid' };
  }
}

function readSignature(document: unknown) {
  const { signature } = (document ?? {}) as { signature?: unknown };
  const { protected: header, signature: value } = (signature ?? {}) as {
    protected?: unknown;
    signature?: unknown;
  };
  return typeof header === 'string' && typeof value === 'string'
    ? { protected: header, signature: value }
    : undefined;
}

function readKeyId(signature: { protected: string }): string | undefined {
  try {
    return decodeProtectedHeader(signature).kid;
  } catch {
    return undefined;
  }
}
