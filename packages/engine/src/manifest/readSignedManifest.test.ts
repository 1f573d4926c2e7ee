import { sampleManifest } from '../testUtils/sampleManifest';
import { generateSigningKey, publicKeySet } from './signingKey';
import { readSignedManifest } from './readSignedManifest';
import { signDocument } from './signDocument';

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

async function setUp(changes = {}) {
  const key = await generateSigningKey();
  const signed = await signDocument({ ...sampleManifest(), ...changes }, key);
  return { key, signed, keys: await publicKeySet([key]) };
}

describe('readSignedManifest', () => {
  it('gives the manifest and the key that signed it', async () => {
    const { key, signed, keys } = await setUp();
    const result = await readSignedManifest(bytesOf(signed), keys, {
      id: signed.id,
      entityRef: 'resource:default/orders-db',
      environment: 'production',
    });
    expect(result).toEqual({ manifest: sampleManifest(), keyId: key.kid });
  });

  it('names a manifest without signature', async () => {
    const { keys } = await setUp();
    await expect(
      readSignedManifest(bytesOf(sampleManifest()), keys),
    ).rejects.toMatchObject({ kind: 'manifest-unsigned' });
  });

  it('names a manifest that was changed after it was signed', async () => {
    const { signed, keys } = await setUp();
    await expect(
      readSignedManifest(bytesOf({ ...signed, driver: 'other' }), keys),
    ).rejects.toMatchObject({ kind: 'manifest-signature-invalid' });
  });

  it('names every problem of a signed manifest of another form', async () => {
    const { signed, keys } = await setUp({ id: 'short', objects: [] });
    await expect(
      readSignedManifest(bytesOf(signed), keys),
    ).rejects.toMatchObject({
      kind: 'manifest-invalid',
      message: expect.stringMatching(/id: .*objects: /),
    });
  });

  it('names damaged bytes without quoting them', async () => {
    const { keys } = await setUp();
    const damaged = Buffer.from('{"kind": "secret-looking');
    const error = await readSignedManifest(damaged, keys).catch(e => e);
    expect(error.kind).toBe('manifest-invalid');
    expect(error.message).not.toContain('secret-looking');
  });

  it('names a manifest of another entity or environment', async () => {
    const { signed, keys } = await setUp();
    await expect(
      readSignedManifest(bytesOf(signed), keys, {
        entityRef: 'resource:default/other-db',
        environment: 'staging',
      }),
    ).rejects.toMatchObject({
      kind: 'manifest-misplaced',
      message: expect.stringMatching(
        /entityRef is resource:default\/orders-db.*environment is production/,
      ),
    });
  });
});
