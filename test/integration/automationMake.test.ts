import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { parseJson, sendData, setVariables } from '../support/make/makeModules';
import {
  type Blueprint,
  type Play,
  playScenario,
} from '../support/make/playScenario';
import {
  type PortalProcess,
  startPortalProcess,
} from '../support/portal/startPortalProcess';
import { preparePortal } from '../support/world/preparePortal';

jest.setTimeout(240_000);

const webhookKey = Buffer.alloc(32, 9).toString('base64');
const tokens = { make: 'token-of-make-0123456789', crm: 'token-of-the-crm' };
const crmData = JSON.stringify({
  contacts: [{ name: 'Zoë' }, { name: 'Ada' }],
});

const crmEntity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'crm',
    namespace: 'default',
    annotations: { 'safepoint.dev/driver': 'external' },
  },
  spec: { type: 'saas', owner: 'sales' },
};

interface Hook {
  value: string;
  __IMTHEADERS__: { name: string; value: string }[];
}

const readBlueprint = async (name: string): Promise<Blueprint> =>
  JSON.parse(
    await readFile(
      join(__dirname, '../../integrations/make', `${name}.blueprint.json`),
      'utf8',
    ),
  );

/** The CRM of the second blueprint, and the address of the first one's custom webhook. */
async function startOutside(hooks: Hook[]) {
  const outside = { crmStatus: 200, server: undefined as unknown as Server };
  outside.server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.url === '/export') {
      const known = request.headers.authorization === `Bearer ${tokens.crm}`;
      response.writeHead(known ? outside.crmStatus : 401).end(crmData);
      return;
    }
    hooks.push({
      value: Buffer.concat(chunks).toString('utf8'),
      __IMTHEADERS__: Object.entries(request.headers).map(([name, value]) => ({
        name,
        value: String(value),
      })),
    });
    response.writeHead(200).end('Accepted');
  });
  await new Promise<void>(resolve => {
    outside.server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = outside.server.address() as AddressInfo;
  return Object.assign(outside, { url: `http://127.0.0.1:${port}` });
}

describe('the blueprints for Make', () => {
  const hooks: Hook[] = [];
  let folder: string;
  let outside: Awaited<ReturnType<typeof startOutside>>;
  let portal: PortalProcess;
  let variables: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safepoint-make-'));
    outside = await startOutside(hooks);
    const settings = await preparePortal(folder, {
      entities: [crmEntity],
      gitlabUrl: 'http://127.0.0.1:9',
      storage: { type: 'filesystem', root: join(folder, 'storage') },
      settings: {
        webhooksOut: {
          endpoints: [
            {
              id: 'make',
              url: `${outside.url}/hook`,
              allowHttp: true,
              types: ['dev.safepoint.recovery-point.available'],
              secrets: [`whsec_${webhookKey}`],
              contentType: 'json',
            },
          ],
          allowPrivateAddresses: ['127.0.0.0/8'],
        },
        automation: {
          principals: [
            {
              subject: 'make',
              may: ['record-external'],
              entities: ['resource:default/crm'],
              environments: ['production'],
            },
          ],
        },
      },
    });
    portal = await startPortalProcess({
      ...settings,
      externalAccess: [
        {
          type: 'static',
          options: { token: tokens.make, subject: 'make' },
          accessRestrictions: [
            {
              plugin: 'safepoint',
              permission: ['safepoint.automation.record-external'],
            },
          ],
        },
      ],
    });
    variables = {
      safepointWebhookKey: webhookKey,
      safepointSlackChannel: 'C0PLATFORM',
      safepointUrl: portal.url,
      safepointToken: tokens.make,
      crmExportUrl: `${outside.url}/export`,
      crmToken: tokens.crm,
      exportBucket: 'exports',
    };
  });

  afterAll(async () => {
    await portal?.kill();
    outside?.server.closeAllConnections();
    outside?.server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const inform = async (hook: Hook, changed = {}) => {
    const told: Record<string, unknown>[] = [];
    const played = await playScenario(
      await readBlueprint('inform'),
      { ...variables, ...changed },
      {
        'gateway:CustomWebHook': () => hook,
        'util:SetVariables': setVariables,
        'json:ParseJSON': parseJson,
        'slack:CreateMessage': message => told.push(message),
      },
    );
    return { ...played, told };
  };

  const backUp = async (changed: Record<string, string> = {}) => {
    const stored = new Map<string, string>();
    const upload: Play = ({ bucket, folder: place, filename, data }) =>
      stored.set(`s3://${bucket}/${place}${filename}`, data);
    const played = await playScenario(
      await readBlueprint('saas-backup'),
      { ...variables, ...changed },
      {
        'util:SetVariables': setVariables,
        'http:ActionSendData': sendData,
        'aws-s3:uploadFile': upload,
      },
    );
    return { ...played, stored };
  };

  const nextHook = async (): Promise<Hook> => {
    const until = Date.now() + 60_000;
    while (hooks.length === 0) {
      if (Date.now() > until) throw new Error('Safepoint sent no event.');
      await new Promise(resolve => {
        setTimeout(resolve, 200);
      });
    }
    return hooks.shift()!;
  };

  it('back up a CRM, record it, and inform of what Safepoint then tells', async () => {
    const begun = Date.now();
    const { outputs, stored } = await backUp();
    const { data: point, statusCode } = outputs[4];
    expect(statusCode).toBe(201);
    const bytes = Buffer.from(stored.get(point.external.location) ?? '');
    expect(bytes.toString('utf8')).toBe(crmData);
    expect(point).toMatchObject({
      trigger: 'external',
      level: 'L0',
      external: {
        recordedBy: 'service:make',
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    });
    expect(Math.abs(Date.parse(point.stateAt) - begun)).toBeLessThan(60_000);

    const hook = await nextHook();
    const { told } = await inform(hook);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      channel: 'C0PLATFORM',
      text: expect.stringMatching(
        /^\*dev\.safepoint\.recovery-point\.available\*\nresource:default\/crm in production\nhttp.*\/catalog\/default\/resource\/crm\/recovery/,
      ),
    });

    const forged = { ...hook, value: hook.value.replace('crm', 'erp') };
    const key = Buffer.alloc(32, 1).toString('base64');
    const late = {
      ...hook,
      __IMTHEADERS__: hook.__IMTHEADERS__.map(header =>
        header.name === 'webhook-timestamp'
          ? { ...header, value: String(Number(header.value) - 400) }
          : header,
      ),
    };
    for (const refused of [
      await inform(forged),
      await inform(late),
      await inform(hook, { safepointWebhookKey: key }),
    ]) {
      expect(refused.stoppedBy).toMatch(/Signed by the portal/);
      expect(refused.told).toEqual([]);
    }
  });

  it('record nothing of an export that failed', async () => {
    outside.crmStatus = 500;
    await expect(backUp()).rejects.toThrow(/^500 of /);
    outside.crmStatus = 204;
    const { outputs, stoppedBy, stored } = await backUp();
    outside.crmStatus = 200;
    expect(stoppedBy).toBe('The export is whole');
    expect(stored.size).toBe(0);
    expect(outputs).not.toHaveProperty('4');
  });

  it('end with what the portal says when it takes no record', async () => {
    await expect(
      backUp({ safepointToken: 'no-token-of-anybody' }),
    ).rejects.toThrow(/^401 of /);
  });
});
