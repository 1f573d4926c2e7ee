import { createHmac } from 'node:crypto';
import { generateKeyPair } from 'jose';
import { FakeIssuer } from '../testUtils/FakeIssuer';
import { JobIdentityVerifier } from './JobIdentityVerifier';

const encode = (value: object) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

describe('JobIdentityVerifier', () => {
  let issuer: FakeIssuer;
  let verifier: JobIdentityVerifier;

  beforeAll(async () => {
    issuer = await FakeIssuer.start();
    verifier = new JobIdentityVerifier({
      audience: 'http://portal.test',
      issuers: [issuer.url],
    });
  });
  afterAll(() => issuer.stop());

  it('reads who the job is', async () => {
    const verdict = await verifier.verify(await issuer.mint());
    expect(verdict).toMatchObject({
      outcome: 'verified',
      identity: {
        issuer: issuer.url,
        projectId: '42',
        namespaceId: '12',
        pipelineId: '700',
        jobId: '7001',
        refProtected: true,
        environment: 'staging',
        environmentProtected: false,
      },
    });
  });

  it('accepts a single audience in a list', async () => {
    const token = await issuer.mint({ aud: ['http://portal.test'] });
    expect((await verifier.verify(token)).outcome).toBe('verified');
  });

  it('fetches the keys once for many tokens', async () => {
    await verifier.verify(await issuer.mint());
    const before = issuer.requests;
    await Promise.all(
      [1, 2, 3].map(async () => verifier.verify(await issuer.mint())),
    );
    expect(issuer.requests).toBe(before);
  });

  const now = Math.floor(Date.now() / 1000);
  it.each<[string, () => Promise<string> | string]>([
    ['no token at all', () => 'rubbish'],
    ['another issuer', () => issuer.mint({ iss: 'http://127.0.0.1:1' })],
    ['an issuer with a slash', () => issuer.mint({ iss: `${issuer.url}/` })],
    ['another audience', () => issuer.mint({ aud: 'http://other.test' })],
    ['no audience', () => issuer.mint({ aud: undefined })],
    [
      'two audiences, ours among them',
      () => issuer.mint({ aud: ['http://portal.test', 'http://other.test'] }),
    ],
    [
      'an expired token',
      () => issuer.mint({}, { issuedAt: now - 7200, expiresAt: now - 3600 }),
    ],
    [
      'a token that is too old, whatever its expiry says',
      () =>
        issuer.mint({}, { issuedAt: now - 86_400, expiresAt: now + 86_400 }),
    ],
    ['an unsigned token', () => unsigned(issuer)],
    ['HS256 with the public key', () => signedWithPublicKey(issuer)],
    ["another's key", () => signedByAnother(issuer)],
    ['a changed token', async () => tamper(await issuer.mint())],
    ['a job of another project', () => issuer.mint({ job_project_id: '43' })],
    ['an id as a number', () => issuer.mint({ project_id: 42 })],
    ['a boolean as a boolean', () => issuer.mint({ ref_protected: true })],
    ['no project', () => issuer.mint({ project_id: undefined })],
    ['no job', () => issuer.mint({ job_id: undefined })],
    ['no pipeline source', () => issuer.mint({ pipeline_source: undefined })],
    ['no namespace', () => issuer.mint({ namespace_id: undefined })],
    ['an empty environment', () => issuer.mint({ environment: '' })],
    ['no jti', () => issuer.mint({ jti: undefined })],
  ])('refuses %s', async (_, mint) => {
    const verdict = await verifier.verify(await mint());
    expect(verdict.outcome).toBe('refused');
  });

  it('says that it cannot tell when the issuer does not answer', async () => {
    const gone = await FakeIssuer.start();
    const token = await gone.mint();
    await gone.stop();
    const other = new JobIdentityVerifier({
      audience: 'http://portal.test',
      issuers: [gone.url],
    });
    expect((await other.verify(token)).outcome).toBe('unavailable');
  });
});

function unsigned(issuer: FakeIssuer): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { ...issuer.claims(), iat: now, exp: now + 3600 };
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
}

function signedWithPublicKey(issuer: FakeIssuer): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { ...issuer.claims(), iat: now, exp: now + 3600 };
  const body = `${encode({ alg: 'HS256', kid: 'key-1' })}.${encode(claims)}`;
  const mac = createHmac('sha256', issuer.publicPem).update(body);
  return `${body}.${mac.digest('base64url')}`;
}

async function signedByAnother(issuer: FakeIssuer): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  return issuer.mint({}, { key: privateKey });
}

function tamper(token: string): string {
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return [header, encode({ ...claims, project_id: '1' }), signature].join('.');
}
