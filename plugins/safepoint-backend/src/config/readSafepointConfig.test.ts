import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { generateIdentity, recipientOf } from '@safepoint/engine';
import { parse } from 'yaml';
import { readSafepointConfig } from './readSafepointConfig';
import { Extensions } from '../Extensions';

const { storages } = new Extensions();

describe('readSafepointConfig', () => {
  let escrow: string;

  beforeAll(async () => {
    escrow = await recipientOf(await generateIdentity());
  });

  const minimal = (): JsonObject => ({
    storage: { type: 'filesystem', root: '/var/lib/safepoint' },
    signing: { privateKeyFile: '/etc/safepoint/signing.jwk.json' },
    encryption: {
      backendIdentityFile: '/etc/safepoint/backend.age',
      escrowRecipients: [escrow],
    },
    gitlab: {
      issuers: [
        {
          url: 'https://gitlab.example.com/',
          token: 'secret',
          recoveryProject: { id: 77 },
        },
      ],
    },
  });

  const read = (safepoint?: JsonObject, root: JsonObject = {}) =>
    readSafepointConfig(
      new ConfigReader({
        app: { baseUrl: 'https://portal.example.com/' },
        backend: { baseUrl: 'https://portal.example.com' },
        ...root,
        ...(safepoint && { safepoint }),
      }),
      storages,
    );

  it('accepts the configuration that the README shows', async () => {
    const readme = await readFile(join(__dirname, '../../README.md'), 'utf8');
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const { safepoint } = parse(
      example.replace('${SAFEPOINT_ESCROW_RECIPIENT}', escrow),
    );
    const integrations = {
      gitlab: [
        {
          host: 'gitlab.example.com',
          token: 'x',
          apiBaseUrl: 'https://gitlab.example.com/api/v4',
        },
      ],
    };
    expect(read(safepoint, { integrations }).issuers).toHaveLength(1);
  });

  it('fills in what the smallest configuration leaves out', () => {
    expect(read(minimal())).toMatchObject({
      audience: 'https://portal.example.com',
      appBaseUrl: 'https://portal.example.com',
      issuers: [
        {
          url: 'https://gitlab.example.com',
          host: 'gitlab.example.com',
          apiBaseUrl: 'https://gitlab.example.com/api/v4',
          recoveryProject: { id: '77', ref: 'main' },
        },
      ],
      productionEnvironments: ['production', 'prod'],
      objectives: {
        rpoSeconds: 86_400,
        rtoSeconds: 3_600,
        verifiedWithinSeconds: 604_800,
        verificationLevel: 'L3',
      },
      approvalFloors: { production: 1, otherwise: 0 },
      lease: { durationSeconds: 300, heartbeatIntervalSeconds: 30 },
    });
  });

  it('reads what is given', () => {
    const config = read({
      ...minimal(),
      objectives: { rpo: { minutes: 5 }, rto: 'PT2M' },
      restores: { production: { approvals: 2 }, '*': { approvals: 1 } },
      environments: { production: ['Live'] },
    });
    expect(config.objectives).toMatchObject({
      rpoSeconds: 300,
      rtoSeconds: 120,
    });
    expect(config.approvalFloors).toEqual({ production: 2, otherwise: 1 });
    expect(config.productionEnvironments).toEqual(['live']);
  });

  it('takes address and token from the integration of the same host', () => {
    const [issuer] = read(
      {
        ...minimal(),
        gitlab: {
          issuers: [
            { url: 'https://gitlab.example.com', recoveryProject: { id: '7' } },
          ],
        },
      },
      {
        integrations: {
          gitlab: [
            {
              host: 'gitlab.example.com',
              token: 'from-integration',
              apiBaseUrl: 'https://gitlab.internal/api/v4',
            },
          ],
        },
      },
    ).issuers;
    expect(issuer).toMatchObject({
      token: 'from-integration',
      apiBaseUrl: 'https://gitlab.internal/api/v4',
    });
  });

  it('refuses to start without an escrow recipient, and says how to get one', () => {
    const config = { ...minimal(), encryption: { backendIdentityFile: '/x' } };
    expect(() => read(config)).toThrow(/escrowRecipients.*safepoint keys init/);
  });

  it('tells all problems together and no secret', () => {
    const attempt = () =>
      read({
        storage: { type: 'filesystem', root: 'data' },
        signing: {},
        encryption: { escrowRecipients: ['age1nonsense'] },
        gitlab: {
          issuers: [
            {
              url: 'https://gitlab.example.com',
              token: 'hush',
              recoveryProject: { id: 'platform/recovery' },
            },
          ],
        },
        objectives: { rpo: 'soon', verificationLevel: 'L9' },
        restores: { production: { approvals: 0 } },
        lease: {
          duration: { seconds: 30 },
          heartbeatInterval: { seconds: 20 },
        },
      });
    let message = '';
    try {
      attempt();
    } catch (error) {
      message = (error as Error).message;
    }
    for (const named of [
      'storage.root',
      'signing.privateKeyFile',
      'encryption.backendIdentityFile',
      'escrowRecipients',
      'recoveryProject.id',
      'objectives.rpo',
      'verificationLevel',
      'restores.production.approvals',
      'lease.heartbeatInterval',
    ]) {
      expect(message).toContain(named);
    }
    expect(message).not.toContain('hush');
  });

  it.each<[string, (config: JsonObject) => JsonObject, RegExp]>([
    [
      'an unknown storage',
      c => ({ ...c, storage: { type: 'tape' } }),
      /tape.*filesystem, s3/,
    ],
    [
      'half of the credentials',
      c => ({
        ...c,
        storage: { type: 's3', bucket: 'b', region: 'r', accessKeyId: 'x' },
      }),
      /both accessKeyId and secretAccessKey/,
    ],
    ['no GitLab', c => ({ ...c, gitlab: {} }), /issuers is empty/],
    [
      'a private key among the public ones',
      c => ({
        ...c,
        signing: {
          privateKeyFile: '/x',
          previousPublicKeys: ['{"kty":"OKP","crv":"Ed25519","x":"a","d":"b"}'],
        },
      }),
      /public half/,
    ],
  ])('refuses %s', (_, change, expected) => {
    expect(() => read(change(minimal()))).toThrow(expected);
  });

  it('says where to begin when there is nothing', () => {
    expect(() => read(undefined)).toThrow(/README/);
  });
});
