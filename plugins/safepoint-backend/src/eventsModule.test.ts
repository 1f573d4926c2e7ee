import { createHmac } from 'node:crypto';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import {
  type EventParams,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import request from 'supertest';
import eventsModuleSafepoint from './eventsModule';

const path = '/api/events/http/safepoint.gitlab';
const token = 't'.repeat(32);
const key = Buffer.alloc(32, 7);
// Spaces and order as GitLab sent them are part of what is signed.
const body = '{"object_kind": "deployment",  "deployment_id": 9}';

async function start(webhookSecret?: string | string[]) {
  const published: EventParams[] = [];
  const { server } = await startTestBackend({
    features: [
      eventsPlugin,
      eventsModuleSafepoint,
      mockServices.rootConfig.factory({
        data: {
          safepoint: {
            gitlab: { issuers: [{ ...(webhookSecret && { webhookSecret }) }] },
          },
        },
      }),
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => ({
          publish: async event => void published.push(event),
          subscribe: async () => {},
        }),
      }),
    ],
  });
  const send = (headers: Record<string, string>) =>
    request(server)
      .post(path)
      .set({ 'content-type': 'application/json', ...headers })
      .send(body);
  return { published, send };
}

function sign(id: string, signed = body) {
  const at = Math.floor(Date.now() / 1_000);
  const mac = createHmac('sha256', key)
    .update(`${id}.${at}.${signed}`)
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': `${at}`,
    'webhook-signature': `v1,${mac}`,
  };
}

describe("the ingress for GitLab's webhooks", () => {
  it('publishes what comes with the token, and not the token', async () => {
    const { published, send } = await start([token, 'u'.repeat(32)]);
    expect((await send({ 'x-gitlab-token': token })).status).toBe(202);
    expect((await send({ 'x-gitlab-token': 'guess' })).status).toBe(403);
    expect((await send({})).status).toBe(403);
    expect(published).toMatchObject([
      {
        topic: 'safepoint.gitlab',
        eventPayload: { object_kind: 'deployment', deployment_id: 9 },
      },
    ]);
    expect(JSON.stringify(published)).not.toContain(token);
  });

  it('takes what is signed, once', async () => {
    const { published, send } = await start(`whsec_${key.toString('base64')}`);
    expect((await send(sign('1'))).status).toBe(202);
    expect((await send(sign('1'))).status).toBe(403);
    expect((await send(sign('2', `${body} `))).status).toBe(403);
    expect((await send(sign('2'))).status).toBe(202);
    expect(published).toHaveLength(2);
  });

  it('is not there without a secret', async () => {
    const { published, send } = await start();
    expect((await send({ 'x-gitlab-token': token })).status).toBe(404);
    expect((await send({ 'x-gitlab-token': '' })).status).toBe(404);
    expect(published).toEqual([]);
  });

  it('does not start with a secret that could be guessed', async () => {
    await expect(start('secret')).rejects.toThrow(/webhookSecret/);
  });
});
