import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { JWK } from 'jose';
import type { SectionReader } from './SectionReader';

export interface SigningConfig {
  privateKeyFile: string;
  previousPublicKeys: JWK[];
}

export const readSigning: SectionReader<SigningConfig> = (
  config,
  problems,
) => ({
  privateKeyFile: problems.attempt(() =>
    config.getString('signing.privateKeyFile'),
  ),
  previousPublicKeys: problems.attempt(() => readPreviousKeys(config)),
});

function readPreviousKeys(config: Config): JWK[] {
  const keys =
    config.getOptionalStringArray('signing.previousPublicKeys') ?? [];
  return keys.map((key, index) =>
    parsePublicKey(key, `safepoint.signing.previousPublicKeys[${index}]`),
  );
}

function parsePublicKey(key: string, name: string): JWK {
  let jwk: JWK;
  try {
    jwk = JSON.parse(key);
  } catch {
    throw new InputError(`${name} is no JSON; give a public JWK.`);
  }
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || !jwk.x) {
    throw new InputError(`${name} is no public Ed25519 JWK.`);
  }
  if (jwk.d) {
    throw new InputError(`${name} is a private key; give its public half.`);
  }
  return jwk;
}
