import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Request, Router } from 'express';
import { createContractRouter } from '../http/createContractRouter';
import type { WebhookDesk } from './WebhookDesk';

/** What those who run the portal see of webhooks. */
export function createWebhookRouter(services: {
  httpAuth: HttpAuthService;
  webhooks: WebhookDesk;
}): Router {
  const { httpAuth, webhooks } = services;
  const router = createContractRouter({ bodyLimit: '100kb' });
  const user = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user'] });

  router.get('/webhooks', async (request, response) => {
    response.json({ items: await webhooks.listEndpoints(await user(request)) });
  });

  router.get('/webhooks/deliveries', async (request, response) => {
    const { limit = 50, ...query } = request.query as {
      status?: string;
      endpointId?: string;
      cursor?: string;
      limit?: number;
    };
    const credentials = await user(request);
    response.json(
      await webhooks.listDeliveries(
        { ...query, limit: Number(limit) },
        credentials,
      ),
    );
  });

  router.post(
    '/webhooks/deliveries/:id/redeliver',
    async (request, response) => {
      const credentials = await user(request);
      response.json(await webhooks.redeliver(request.params.id, credentials));
    },
  );

  return router;
}
