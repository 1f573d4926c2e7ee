import { createBackendModule } from '@backstage/backend-plugin-api';
import permissionBackend from '@backstage/plugin-permission-backend';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { safepointRestoreApprovePermission } from '@safepoint/backstage-plugin-safepoint-common';
import { ordersEntities } from '../__testUtils__/entities';
import { seedInstance, seedPoint } from '../__testUtils__/seed';
import { type Portal, startPortal } from '../__testUtils__/startPortal';
import {
  createRestoreRequestConditionalDecision,
  restoreRequestConditions,
} from './restoreRequestRules';

/** Approving is left to the rules of restore requests: not one's own, and only in staging and production. */
const policyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'test-policy',
  register(registration) {
    registration.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy({
          handle: async ({ permission }, user) => {
            if (permission.name !== safepointRestoreApprovePermission.name) {
              return { result: AuthorizeResult.ALLOW };
            }
            return createRestoreRequestConditionalDecision(
              safepointRestoreApprovePermission,
              {
                allOf: [
                  restoreRequestConditions.isNotRequester({
                    userRef: user?.info.userEntityRef ?? '',
                  }),
                  restoreRequestConditions.targetsEnvironment({
                    environments: ['staging', 'production'],
                  }),
                ],
              },
            );
          },
        });
      },
    });
  },
});

describe('with Backstage’s permission framework', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal({
      entities: ordersEntities(),
      realPermissions: true,
      features: [permissionBackend, policyModule],
      config: { environments: { production: ['production', 'preprod'] } },
    });
  });

  afterAll(() => portal.stop());

  const ask = async (environment: string) => {
    const instance = await seedInstance(portal, { environment });
    const point = await seedPoint(portal, instance);
    const { body } = await portal.as('sam').post('/requests', {
      kind: 'restore',
      instanceId: instance.id,
      recoveryPointId: point.id,
      reason: 'orders are wrong',
    });
    return body;
  };

  it('applies the rules of restore requests', async () => {
    const asked = await ask('production');
    expect(asked).toMatchObject({
      status: 'awaiting-approval',
      mayDecide: false,
    });
    const { body } = await portal.as('sue').get(`/requests/${asked.id}`);
    expect(body.mayDecide).toBe(true);
    const decision = { decision: 'approve' };
    const approved = await portal
      .as('sue')
      .post(`/requests/${asked.id}/decisions`, decision);
    expect(approved.body.status).toBe('triggered');
  });

  it('refuses where a rule does not hold', async () => {
    const asked = await ask('preprod');
    const answer = await portal
      .as('sue')
      .post(`/requests/${asked.id}/decisions`, { decision: 'approve' });
    expect(answer.status).toBe(403);
    expect(answer.body.error.message).toMatch(/may approve restores/);
  });
});
