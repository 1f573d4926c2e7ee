import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Request, Router } from 'express';
import { createContractRouter } from '../http/createContractRouter';
import type { RetentionServices } from './createRetentionServices';
import { toHoldView } from './toRetentionApi';

/** What goes and what stays, and what people keep. Each handler is credentials, one service call, response. */
export function createRetentionRouter(services: {
  httpAuth: HttpAuthService;
  retention: Pick<RetentionServices, 'plans' | 'holds'>;
}): Router {
  const { httpAuth, retention } = services;
  const { plans, holds } = retention;
  const router = createContractRouter({ bodyLimit: '100kb' });
  const user = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user'] });
  const reader = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });

  router.get(
    '/instances/:instanceId/retention-plan',
    async (request, response) => {
      const { instanceId } = request.params;
      response.json(await plans.get(instanceId, await reader(request)));
    },
  );

  router.get('/recovery-points/:id/holds', async (request, response) => {
    const found = await holds.list(request.params.id, await user(request));
    response.json({ items: found.map(toHoldView) });
  });

  router.post('/recovery-points/:id/holds', async (request, response) => {
    const { id } = request.params;
    const placed = await holds.place(id, request.body, await user(request));
    response.status(201).json(toHoldView(placed));
  });

  router.post('/holds/:holdId/release', async (request, response) => {
    const { holdId } = request.params;
    const released = await holds.release(
      holdId,
      request.body,
      await user(request),
    );
    response.json(toHoldView(released));
  });

  return router;
}
