import fc from 'fast-check';
import { generateSigningKey, publicKeySet, readSigningKey } from './signingKey';
import { signDocument } from './signDocument';
import { verifyDocument } from './verifyDocument';

const document = { kind: 'Record', id: 'a', data: { rows: 3, names: ['ä'] } };

type Signed = Awaited<ReturnType<typeof signDocument<object>>>;

describe('signDocument and verifyDocument', () => {
  it('accept what was signed and name the key', async () => {
    const key = await generateSigningKey();
    const signed = await signDocument(document, key);
    expect(await verifyDocument(signed, await publicKeySet([key]))).toEqual({
      valid: true,
      keyId: key.kid,
    });
  });

  it('hold whatever the order of keys and the spacing', async () => {
    const key = await generateSigningKey();
    const keys = await publicKeySet([key]);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue()),
        async value => {
          const signed = JSON.parse(
            JSON.stringify(await signDocument(value, key)),
          );
          const reversed = Object.fromEntries(Object.entries(signed).reverse());
          const stored = JSON.parse(JSON.stringify(reversed, undefined, 2));
          expect(await verifyDocument(stored, keys)).toMatchObject({
            valid: true,
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('give the same bytes again for the same document', async () => {
    const key = await generateSigningKey();
    expect(await signDocument(document, key)).toEqual(
      await signDocument({ ...document }, key),
    );
  });

  it('sign what a reader of the JSON will see', async () => {
    const key = await generateSigningKey();
    const signed = await signDocument(
      { at: new Date(0), left: undefined, id: 'a' },
      key,
    );
    const stored = JSON.parse(JSON.stringify(signed));
    expect(stored.at).toBe('1970-01-01T00:00:00.000Z');
    expect(
      await verifyDocument(stored, await publicKeySet([key])),
    ).toMatchObject({ valid: true });
  });

  it.each([
    [
      'a changed value',
      (d: Signed) => ({ ...d, id: 'b' }),
      'signature-invalid',
    ],
    [
      'an added member',
      (d: Signed) => ({ ...d, more: 1 }),
      'signature-invalid',
    ],
    ['no signature', ({ signature: _, ...d }: Signed) => d, 'unsigned'],
    [
      'a signature of another form',
      (d: Signed) => ({ ...d, signature: 'x' }),
      'unsigned',
    ],
    [
      'a forged header',
      (d: Signed) => ({
        ...d,
        signature: {
          ...d.signature,
          protected: Buffer.from('{"alg":"none"}').toString('base64url'),
        },
      }),
      'unknown-key',
    ],
    [
      'a broken header',
      (d: Signed) => ({ ...d, signature: { ...d.signature, protected: '!' } }),
      'unknown-key',
    ],
    ['nothing', () => undefined, 'unsigned'],
  ])('refuse %s', async (_name, change, reason) => {
    const key = await generateSigningKey();
    const signed = await signDocument(document, key);
    expect(
      await verifyDocument(change(signed), await publicKeySet([key])),
    ).toEqual({ valid: false, reason });
  });

  it('refuse the algorithm none under a known key', async () => {
    const key = await generateSigningKey();
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: key.kid }));
    const forged = {
      ...document,
      signature: { protected: header.toString('base64url'), signature: '' },
    };
    expect(await verifyDocument(forged, await publicKeySet([key]))).toEqual({
      valid: false,
      reason: 'signature-invalid',
    });
  });

  it('refuse another key, also under the known key id', async () => {
    const [key, other] = [
      await generateSigningKey(),
      await generateSigningKey(),
    ];
    const keys = await publicKeySet([key]);
    expect(
      await verifyDocument(await signDocument(document, other), keys),
    ).toEqual({ valid: false, reason: 'unknown-key' });
    const disguised = await signDocument(document, { ...other, kid: key.kid });
    expect(await verifyDocument(disguised, keys)).toEqual({
      valid: false,
      reason: 'signature-invalid',
    });
  });

  it('keep working with a previous public key', async () => {
    const [old, current] = [
      await generateSigningKey(),
      await generateSigningKey(),
    ];
    const signed = await signDocument(document, old);
    expect(
      await verifyDocument(signed, await publicKeySet([current, old])),
    ).toMatchObject({ valid: true });
  });
});

describe('signing keys', () => {
  it('publish no private half', async () => {
    const key = await generateSigningKey();
    const { keys } = await publicKeySet([key]);
    expect(keys[0]).not.toHaveProperty('d');
    expect(keys[0].kid).toBe(key.kid);
  });

  it.each([
    [{}],
    [undefined],
    ['text'],
    [{ kty: 'OKP', crv: 'Ed25519', x: 'a' }],
  ])('are refused when they are none: %j', async value => {
    await expect(readSigningKey(value)).rejects.toMatchObject({
      kind: 'signing-key-invalid',
    });
  });
});
