import type { HttpAuthService } from '@backstage/backend-plugin-api';
import express, { type Request, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { rateLimit } from 'express-rate-limit';
import { createContractRouter } from '../http/createContractRouter';
import type { AutomationServices } from './createAutomationServices';
import { toAutomationRequestView, toExternalPointView } from './toApi';

const bodyLimit = '64kb';

/**
 * What services may do. Mount it before every other router: each of them checks whole requests against the
 * contract, and reads no body of CloudEvents' own media type.
 */
export function createAutomationRouter(services: {
  httpAuth: HttpAuthService;
  automation: AutomationServices;
  callsPerMinute: number;
}): Router {
  const { automation, httpAuth } = services;
  const service = (request: Request) =>
    httpAuth.credentials(request, { allow: ['service'] });
  const router = PromiseRouter();
  router.use(
    '/automation',
    rateLimit({
      windowMs: 60_000,
      limit: services.callsPerMinute,
      standardHeaders: 'draft-7',
      legacyHeaders: false,
      keyGenerator: async request => (await service(request)).principal.subject,
      message: {
        error: {
          name: 'TooManyRequestsError',
          message:
            'Too many calls of this service; wait a minute. The limit is safepoint.automation.callsPerMinute.',
        },
      },
    }),
    express.json({
      limit: bodyLimit,
      type: ['application/json', 'application/cloudevents+json'],
    }),
  );
  const api = createContractRouter({ bodyLimit });
  // Only what is below /automation: other bodies have other limits.
  router.use((request, response, next) =>
    request.path.startsWith('/automation/')
      ? api(request, response, next)
      : next(),
  );

  api.post('/automation/requests', async (request, response) => {
    const { requests } = automation;
    const credentials = await service(request);
    const made = await requests.create(
      request.body,
      keyOf(request),
      credentials,
    );
    response
      .status(made.repeated ? 200 : 201)
      .json(toAutomationRequestView(made));
  });

  api.get('/automation/requests/:id', async (request, response) => {
    const credentials = await service(request);
    const found = await automation.requests.get(request.params.id, credentials);
    response.json(toAutomationRequestView(found));
  });

  api.post('/automation/recovery-points', async (request, response) => {
    const credentials = await service(request);
    const recorded = await automation.externalPoints.record(
      request.body,
      keyOf(request),
      credentials,
    );
    response
      .status(recorded.repeated ? 200 : 201)
      .json(toExternalPointView(recorded));
  });

  api.post('/automation/events', async (request, response) => {
    const credentials = await service(request);
    response
      .status(202)
      .json(await automation.cdEvents.receive(request.body, credentials));
  });

  return router;
}

/** The contract demands it. */
function keyOf(request: Request): string {
  return request.header('Idempotency-Key') ?? '';
}
