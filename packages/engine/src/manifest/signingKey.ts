import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { SafepointError } from '../errors/SafepointError';

/** An Ed25519 private key as a JWK; a secret. Its `kid` is the RFC 7638 thumbprint. @public */
export interface SigningKey extends JWK {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  d: string;
  kid: string;
}

/** A new Ed25519 key to sign manifests and records with. @public */
export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('EdDSA', {
    crv: 'Ed25519',
    extractable: true,
  });
  return readSigningKey(await exportJWK(privateKey));
}

/** Checks that a JWK is an Ed25519 private key, and names it by its thumbprint. @public */
export async function readSigningKey(value: unknown): Promise<SigningKey> {
  const jwk = (typeof value === 'object' && value ? value : {}) as JWK;
  const { kty, crv, x, d } = jwk;
  if (kty !== 'OKP' || crv !== 'Ed25519' || !isKeyHalf(x) || !isKeyHalf(d)) {
    throw new SafepointError({
      kind: 'signing-key-invalid',
      message:
        'The signing key is no Ed25519 private key in JWK form. Make one with `safepoint keys init`.',
    });
  }
  const kid = await calculateJwkThumbprint({ kty, crv, x });
  return { kty: 'OKP', crv: 'Ed25519', x, d, kid, alg: 'EdDSA', use: 'sig' };
}

/** The public halves, as published: what a manifest is checked with. @public */
export async function publicKeySet(keys: JWK[]): Promise<JSONWebKeySet> {
  return { keys: await Promise.all(keys.map(publicHalf)) };
}

async function publicHalf({ kty, crv, x }: JWK): Promise<JWK> {
  const kid = await calculateJwkThumbprint({ kty, crv, x });
  return { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' };
}

function isKeyHalf(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value);
}
