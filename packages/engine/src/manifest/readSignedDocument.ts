import type { JSONWebKeySet } from 'jose';
import type { ZodType } from 'zod';
import { SafepointError } from '../errors/SafepointError';
import { verifyDocument } from './verifyDocument';

/**
 * Parses a signed document: first JSON, then the signature, then the shape, so that nothing of an
 * unsigned document is believed. Throws `<noun>-invalid`, `<noun>-unsigned` or
 * `<noun>-signature-invalid`.
 */
export async function readSignedDocument<T>(input: {
  noun: 'manifest' | 'record';
  bytes: Uint8Array;
  keys: JSONWebKeySet;
  schema: ZodType<T>;
}): Promise<{ document: T; keyId: string }> {
  const { noun } = input;
  const value = parseJson(input.bytes, noun);
  const verdict = await verifyDocument(value, input.keys);
  if (!verdict.valid) {
    throw refuseSignature(noun, verdict.reason);
  }
  const result = input.schema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map(
      issue => `${issue.path.join('.') || '(root)'}: ${issue.message}`,
    );
    throw new SafepointError({
      kind: `${noun}-invalid`,
      message: `The ${noun} is signed but not of a form that this version reads: ${problems.join(
        '; ',
      )}. Was it written by a newer Safepoint?`,
    });
  }
  return { document: result.data, keyId: verdict.keyId };
}

function parseJson(bytes: Uint8Array, noun: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // The parser's own message quotes the text; a damaged document may hold anything.
    throw new SafepointError({
      kind: `${noun}-invalid`,
      message: `The ${noun} is no JSON: it was damaged or replaced. Look for an older version of the object.`,
    });
  }
}

function refuseSignature(
  noun: string,
  reason: 'unsigned' | 'unknown-key' | 'signature-invalid',
): SafepointError {
  if (reason === 'unsigned') {
    return new SafepointError({
      kind: `${noun}-unsigned`,
      message: `The ${noun} carries no signature, so nothing in it is believed.`,
    });
  }
  const detail =
    reason === 'unknown-key'
      ? 'it was signed with a key that is not among the known ones; if the key was changed, add the old public key to `safepoint.signing.previousPublicKeys`'
      : 'it was changed after it was signed';
  return new SafepointError({
    kind: `${noun}-signature-invalid`,
    message: `The signature of the ${noun} does not hold: ${detail}.`,
  });
}
