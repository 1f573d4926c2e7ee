import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { safepointPermissions } from '@safepoint/backstage-plugin-safepoint-common';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';
import { database, ordersEntities } from '../../__testUtils__/entities';
import { type Portal, startPortal } from '../../__testUtils__/startPortal';

export const tokens = {
  make: 'token-of-make-0123456789',
  saver: 'token-of-saver-0123456789',
  stranger: 'token-of-nobody-0123456789',
  almighty: 'token-without-restriction-0123',
  elsewhere: 'token-of-another-plugin-0123',
};

const automationPermissions = safepointPermissions
  .map(({ name }) => name)
  .filter(name => name.startsWith('safepoint.automation.'));

const externalToken = (
  token: string,
  subject: string,
  accessRestrictions?: JsonObject[],
) => ({
  type: 'static',
  options: { token, subject },
  ...(accessRestrictions && { accessRestrictions }),
});

const restricted = [{ plugin: 'safepoint', permission: automationPermissions }];

/** A data store that is saved elsewhere. */
const crm = () => {
  const entity = database('crm', { owner: 'sales' });
  entity.metadata.annotations = { 'safepoint.dev/driver': 'external' };
  return entity;
};

export interface Automation {
  portal: Portal;
  /** Calls as the service with that token. */
  as(token: string): {
    get(path: string): request.Test;
    post(path: string, body: object, key?: string): request.Test;
    /** As CloudEvents in structured mode are sent. */
    postEvent(path: string, event: object): request.Test;
  };
  /** Forgets what a test has made; a store instance whose id follows from its name stays. */
  reset(): Promise<void>;
}

/** A portal with Backstage's own authentication of services, and one service that may do something. */
export async function startAutomation(
  options: { callsPerMinute?: number } = {},
): Promise<Automation> {
  const portal = await startPortal({
    entities: [...ordersEntities(), crm()],
    features: [authServiceFactory, httpAuthServiceFactory],
    backend: {
      auth: {
        externalAccess: [
          externalToken(tokens.make, 'make', restricted),
          externalToken(tokens.saver, 'saver', restricted),
          externalToken(tokens.stranger, 'stranger', restricted),
          externalToken(tokens.almighty, 'almighty'),
          externalToken(tokens.elsewhere, 'elsewhere', [{ plugin: 'catalog' }]),
        ],
      },
    },
    config: {
      automation: {
        callsPerMinute: options.callsPerMinute ?? 10_000,
        principals: [
          {
            subject: 'make',
            may: ['backup', 'drill'],
            entities: ['resource:default/orders-db'],
            environments: ['production'],
          },
          {
            subject: 'make',
            may: ['record-external'],
            entities: ['resource:default/crm', 'resource:default/orders-db'],
            environments: ['production'],
          },
          {
            subject: 'make',
            may: ['report-deployment'],
            entities: ['component:default/orders'],
            environments: ['production'],
          },
          {
            subject: 'saver',
            may: ['backup', 'drill'],
            entities: ['resource:default/crm'],
            environments: ['*'],
          },
          {
            subject: 'almighty',
            may: ['backup', 'drill', 'record-external', 'report-deployment'],
            entities: ['*'],
            environments: ['*'],
          },
        ],
      },
    },
  });
  const agent = request(portal.url);
  return {
    portal,
    as: token => ({
      get: path => agent.get(path).set('authorization', `Bearer ${token}`),
      post: (path, body, key) => {
        const call = agent
          .post(path)
          .set('authorization', `Bearer ${token}`)
          .send(body);
        return key === undefined ? call : call.set('Idempotency-Key', key);
      },
      postEvent: (path, event) =>
        agent
          .post(path)
          .set('authorization', `Bearer ${token}`)
          .set('content-type', 'application/cloudevents+json')
          .send(JSON.stringify(event)),
    }),
    async reset() {
      const { gitlab, knex } = portal;
      gitlab.pipelines.length = 0;
      for (const table of ['requests', 'automation_calls', 'recovery_points']) {
        await knex(table).delete();
      }
      await knex('deployments').delete();
      await knex('store_instances').whereNot({ driver: 'external' }).delete();
    },
  };
}
