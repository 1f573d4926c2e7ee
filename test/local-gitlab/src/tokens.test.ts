import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import type { LocalGitLab } from './LocalGitLab';
import { readJson, startForTest } from './testing';

let gitlab: LocalGitLab;
let stop: () => Promise<void>;

jest.setTimeout(120_000);

beforeAll(async () => {
  ({ gitlab, stop } = await startForTest());
});

afterAll(() => stop());

/** Reads a token as a verifier would: discovery document, key set, signature. */
async function verifyToken(token: string): Promise<Record<string, unknown>> {
  const discovery = await readJson(
    await fetch(`${gitlab.url}/.well-known/openid-configuration`),
  );
  expect(discovery.issuer).toBe(gitlab.url);
  const { keys } = (await readJson(
    await fetch(String(discovery.jwks_uri)),
  )) as {
    keys: (JsonWebKey & { kid: string })[];
  };
  const [header, payload, signature] = token.split('.');
  const { kid, alg } = decode(header);
  expect(alg).toBe('RS256');
  const key = createPublicKey({
    key: keys.find(entry => entry.kid === kid)!,
    format: 'jwk',
  });
  const good = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  if (!good) throw new Error('the signature does not hold');
  return decode(payload);
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}

describe('ID tokens', () => {
  it('carry GitLab’s claims, and those of the environment only where the job has one', async () => {
    const project = await gitlab.createProject({
      path: 'shop/orders',
      namespaceId: 77,
      files: {},
      protectedEnvironments: ['production'],
    });
    // base64 of the token gets past the mask, as it does in GitLab.
    const show = `printf '%s' "$TOKEN" | base64 -w0 | sed 's/^/@/;s/$/ /'; echo`;
    const pipeline = await gitlab.push(project, {
      message: 'm',
      files: {
        '.gitlab-ci.yml': `
variables: { AUDIENCE: https://portal.example.com }
plain:
  timeout: 10 minutes
  id_tokens: { TOKEN: { aud: $AUDIENCE } }
  script: ["${show.replaceAll('"', '\\"')}", 'echo "secret:$TOKEN"']
deploy:
  environment: { name: production }
  id_tokens: { TOKEN: { aud: [one, two] }, SECOND: { aud: other } }
  script: ["${show.replaceAll('"', '\\"')}", 'test "$TOKEN" != "$SECOND"']
none: { script: ['test -z "$TOKEN"'] }
`,
      },
    });
    const summary = await gitlab.waitForPipeline(project, pipeline);
    expect(summary).toMatchObject({ status: 'success' });
    const [plain, deploy] = summary.jobs;
    const logs = await Promise.all([
      gitlab.jobLog(plain),
      gitlab.jobLog(deploy),
    ]);
    expect(logs[0]).toContain('secret:[MASKED]');
    const [claims, deployClaims] = await Promise.all(
      logs.map(log =>
        verifyToken(
          Buffer.from(/^@(\S+)/m.exec(log)![1], 'base64').toString('utf8'),
        ),
      ),
    );
    expect(claims).toEqual({
      namespace_id: '77',
      namespace_path: 'shop',
      project_id: String(project.id),
      project_path: 'shop/orders',
      job_namespace_id: '77',
      job_namespace_path: 'shop',
      job_project_id: String(project.id),
      job_project_path: 'shop/orders',
      project_visibility: 'private',
      user_id: '2',
      user_login: 'dana',
      user_email: 'dana@example.com',
      pipeline_id: String(summary.id),
      pipeline_source: 'push',
      job_id: String(plain.id),
      job_source: 'push',
      ref: 'main',
      ref_type: 'branch',
      ref_path: 'refs/heads/main',
      ref_protected: 'true',
      runner_id: 1,
      runner_environment: 'self-hosted',
      sha: summary.sha,
      ci_config_ref_uri: `${
        new URL(gitlab.url).host
      }/shop/orders//.gitlab-ci.yml@refs/heads/main`,
      ci_config_sha: summary.sha,
      sub: 'project_path:shop/orders:ref_type:branch:ref:main',
      iss: gitlab.url,
      aud: 'https://portal.example.com',
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat: expect.any(Number),
      nbf: (claims.iat as number) - 5,
      exp: (claims.iat as number) + 600,
    });
    expect(deployClaims).toMatchObject({
      job_id: String(deploy.id),
      aud: ['one', 'two'],
      environment: 'production',
      environment_protected: 'true',
      deployment_tier: 'production',
      environment_action: 'start',
    });
    expect(deployClaims.jti).not.toBe(claims.jti);
  });

  it('can be made hostile for tests', async () => {
    const good = gitlab.mintToken({ aud: 'x', project_id: '1' });
    expect(await verifyToken(good)).toMatchObject({
      iss: gitlab.url,
      aud: 'x',
      project_id: '1',
    });
    await expect(
      verifyToken(gitlab.mintToken({}, { key: 'other' })),
    ).rejects.toThrow(/signature/);
    expect(
      decode(gitlab.mintToken({}, { algorithm: 'none' }).split('.')[0]).alg,
    ).toBe('none');
    expect(
      decode(gitlab.mintToken({}, { algorithm: 'HS256' }).split('.')[0]).alg,
    ).toBe('HS256');
    const { exp, iat } = await verifyToken(
      gitlab.mintToken({}, { expiresInSeconds: -60 }),
    );
    expect(exp).toBe((iat as number) - 60);
    expect(gitlab.publicKeyPem).toContain('BEGIN PUBLIC KEY');
  });
});
