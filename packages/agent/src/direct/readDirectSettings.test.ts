import { readDirectSettings } from './readDirectSettings';
import { readPortalDeadline } from './readPortalDeadline';

const thumbprint = 'x'.repeat(43);
const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) };
const complete = {
  SAFEPOINT_ON_PORTAL_UNREACHABLE: 'direct',
  SAFEPOINT_DIRECT_STORAGE: 's3://bucket/a/b/',
  SAFEPOINT_SIGNING_KEY: thumbprint,
  SAFEPOINT_DIRECT_TOKEN: 'token',
};

describe('the settings of direct mode', () => {
  it('are none unless they are asked for', () => {
    const { SAFEPOINT_ON_PORTAL_UNREACHABLE: _, ...rest } = complete;
    expect(readDirectSettings(rest, {})).toBeUndefined();
    expect(
      readDirectSettings(complete, { onPortalUnreachable: 'fail' }),
    ).toBeUndefined();
  });

  it('are a bucket, a pinned key and a token', () => {
    expect(
      readDirectSettings(
        { ...complete, AWS_REGION: 'eu-central-1' },
        { onPortalUnreachable: 'direct' },
      ),
    ).toEqual({
      bucket: 'bucket',
      prefix: 'a/b',
      region: 'eu-central-1',
      endpoint: undefined,
      signingKeys: [thumbprint],
      proof: 'token',
    });
  });

  it.each<[string, string, unknown[]]>([
    ['several thumbprints', `${thumbprint},\n${thumbprint}`, [1, 2]],
    ['a public key', JSON.stringify(jwk), [1]],
    ['a key set', JSON.stringify({ keys: [jwk, jwk] }), [1, 2]],
  ])('take %s', (_, key, { length }) => {
    const settings = readDirectSettings(
      { ...complete, SAFEPOINT_SIGNING_KEY: key },
      {},
    );
    expect(settings?.signingKeys).toHaveLength(length);
  });

  it('are told to be missing all at once', () => {
    const read = () =>
      readDirectSettings({ SAFEPOINT_ON_PORTAL_UNREACHABLE: 'direct' }, {});
    expect(read).toThrow(/SAFEPOINT_DIRECT_STORAGE/);
    expect(read).toThrow(/SAFEPOINT_SIGNING_KEY/);
    expect(read).toThrow(/SAFEPOINT_DIRECT_TOKEN/);
  });

  it.each([
    ['a private key', JSON.stringify({ ...jwk, d: 'secret' })],
    ['half a thumbprint', thumbprint.slice(1)],
    ['broken JSON', '{'],
  ])('refuse %s, without showing it', (_, key) => {
    let message = '';
    try {
      readDirectSettings({ ...complete, SAFEPOINT_SIGNING_KEY: key }, {});
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toContain('SAFEPOINT_SIGNING_KEY');
    expect(message).not.toContain('secret');
  });

  it('refuse another word than fail and direct', () => {
    expect(() =>
      readDirectSettings({}, { onPortalUnreachable: 'ignore' }),
    ).toThrow(/fail or direct/);
  });
});

describe('the patience with a portal that does not answer', () => {
  const read = (text?: string) =>
    readPortalDeadline({ SAFEPOINT_PORTAL_DEADLINE_SECONDS: text });

  it('is two minutes unless it is set', () => {
    expect([read(), read('30')]).toEqual([120_000, 30_000]);
  });

  it.each(['0', '-1', '601', 'soon'])('is refused as %s', text => {
    expect(() => read(text)).toThrow(/between 1 and 600/);
  });
});
