import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  type PublicKeysView,
  type RebuildReportView,
  safepointIndexRebuildPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Request, Router } from 'express';
import type { BindingService } from './bindings/BindingService';
import type { IdentityAcceptance } from './instances/IdentityAcceptance';
import type { HealthService } from './health/HealthService';
import type { Authorizer } from './permissions/Authorizer';
import type { PolicyService } from './policies';
import type { EntityPostures } from './posture';
import type { DeploymentMarks } from './recovery/DeploymentMarks';
import type { RecoveryPointService } from './recovery/RecoveryPointService';
import type { RecoveryService } from './recovery/RecoveryService';
import {
  toBindingView,
  toDeploymentView,
  toRequestView,
} from './recovery/toApi';
import type { RecoverySetReader } from './recoverySets/RecoverySetReader';
import type { RequestService } from './requests/RequestService';
import type { VisibleRequest } from './requests/RequestVisibility';
import { addScheduleRoutes, type ScheduleServices } from './schedules';
import { createContractRouter } from './http/createContractRouter';
import { entityRefOfPath } from './http/entityRefOfPath';

export interface RouterServices {
  httpAuth: HttpAuthService;
  authorizer: Authorizer;
  recovery: RecoveryService;
  points: RecoveryPointService;
  sets: RecoverySetReader;
  requests: RequestService;
  marks: DeploymentMarks;
  bindings: BindingService;
  identities: IdentityAcceptance;
  health: HealthService;
  schedules: Pick<ScheduleServices, 'pauses' | 'reader'>;
  entityPostures: EntityPostures;
  policyService: PolicyService;
  keys: PublicKeysView;
  rebuildIndex: () => Promise<RebuildReportView>;
}

/** What people see and ask for. Each handler is credentials, one service call, response. */
export function createRouter(services: RouterServices): Router {
  const { bindings, health, keys, marks, points, recovery, requests } =
    services;
  const router = createContractRouter({ bodyLimit: '100kb' });
  const user = (request: Request) =>
    services.httpAuth.credentials(request, { allow: ['user'] });

  router.get('/health', async (_, response) => {
    const result = await health.check();
    response.status(result.status === 'ok' ? 200 : 503).json(result);
  });

  router.get('/keys', async (_, response) => {
    response.json(keys);
  });

  router.get(
    '/entities/:namespace/:kind/:name/recovery',
    async (request, response) => {
      const entityRef = entityRefOfPath(request.params);
      response.json(
        await recovery.getEntityRecovery(entityRef, await user(request)),
      );
    },
  );

  router.get(
    '/entities/:namespace/:kind/:name/policy',
    async (request, response) => {
      const entityRef = entityRefOfPath(request.params);
      const environment = request.query.environment as string | undefined;
      const credentials = await user(request);
      response.json(
        await services.policyService.explain(
          entityRef,
          environment,
          credentials,
        ),
      );
    },
  );

  router.get(
    '/entities/:namespace/:kind/:name/posture',
    async (request, response) => {
      const entityRef = entityRefOfPath(request.params);
      const credentials = await user(request);
      response.json(await services.entityPostures.get(entityRef, credentials));
    },
  );

  router.get(
    '/instances/:instanceId/recovery-points',
    async (request, response) => {
      const { instanceId } = request.params;
      const { cursor, limit = 50 } = request.query as {
        cursor?: string;
        limit?: number;
      };
      const query = { instanceId, cursor, limit: Number(limit) };
      response.json(await points.list(query, await user(request)));
    },
  );

  router.get('/recovery-points/:id', async (request, response) => {
    response.json(await points.get(request.params.id, await user(request)));
  });

  router.get(
    '/recovery-points/:id/restore-preview',
    async (request, response) => {
      const credentials = await user(request);
      response.json(await points.preview(request.params.id, credentials));
    },
  );

  router.get(
    '/recovery-points/:id/schema-change',
    async (request, response) => {
      const other = request.query.with as string | undefined;
      const credentials = await user(request);
      response.json(
        await points.compareSchemas(request.params.id, other, credentials),
      );
    },
  );

  router.get('/recovery-sets/:id', async (request, response) => {
    const { sets } = services;
    response.json(await sets.get(request.params.id, await user(request)));
  });

  router.get('/requests', async (request, response) => {
    const instanceId = String(request.query.instanceId);
    const found = await requests.list(instanceId, await user(request));
    response.json({ items: found.map(viewRequest) });
  });

  router.post('/requests', async (request, response) => {
    const made = await requests.create(request.body, await user(request));
    response.status(201).json(viewRequest(made));
  });

  router.get('/requests/:id', async (request, response) => {
    const credentials = await user(request);
    response.json(
      viewRequest(await requests.get(request.params.id, credentials)),
    );
  });

  router.post('/requests/:id/decisions', async (request, response) => {
    const { id } = request.params;
    const credentials = await user(request);
    response.json(
      viewRequest(await requests.decide(id, request.body, credentials)),
    );
  });

  router.post('/deployments/:id/mark-bad', async (request, response) => {
    const { id } = request.params;
    const credentials = await user(request);
    response.json(
      toDeploymentView(await marks.markBad(id, request.body, credentials)),
    );
  });

  router.post('/deployments/:id/unmark-bad', async (request, response) => {
    const { id } = request.params;
    const credentials = await user(request);
    response.json(
      toDeploymentView(await marks.unmarkBad(id, request.body, credentials)),
    );
  });

  router.post(
    '/instances/:instanceId/identity/accept',
    async (request, response) => {
      const { instanceId } = request.params;
      const { identity, identityStatus } = await services.identities.accept(
        instanceId,
        request.body,
        await user(request),
      );
      response.json({ identity, identityStatus });
    },
  );

  router.post('/bindings/:id/confirm', async (request, response) => {
    const credentials = await user(request);
    response.json(
      toBindingView(await bindings.confirm(request.params.id, credentials)),
    );
  });

  router.post('/bindings/:id/revoke', async (request, response) => {
    const credentials = await user(request);
    response.json(
      toBindingView(await bindings.revoke(request.params.id, credentials)),
    );
  });

  router.post('/index/rebuild', async (request, response) => {
    const credentials = await services.httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    await services.authorizer.requireBasic(
      safepointIndexRebuildPermission,
      credentials,
    );
    response.json(await services.rebuildIndex());
  });

  addScheduleRoutes(router, {
    ...services.schedules,
    httpAuth: services.httpAuth,
  });

  return router;
}

function viewRequest({ request, instance, mayDecide }: VisibleRequest) {
  return toRequestView(request, instance, mayDecide);
}
