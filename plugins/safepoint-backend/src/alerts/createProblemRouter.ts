import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Request, Router } from 'express';
import { createContractRouter } from '../http/createContractRouter';
import type { ProblemService } from './ProblemService';

/** What is wrong, and who has seen to it. Each handler is credentials, one service call, response. */
export function createProblemRouter(services: {
  httpAuth: HttpAuthService;
  problemService: Pick<ProblemService, 'list' | 'acknowledge'>;
}): Router {
  const { httpAuth, problemService } = services;
  const router = createContractRouter({ bodyLimit: '10kb' });
  const user = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user'] });

  router.get('/instances/:instanceId/problems', async (request, response) => {
    const { instanceId } = request.params;
    response.json({
      items: await problemService.list(instanceId, await user(request)),
    });
  });

  router.post('/problems/:id/acknowledge', async (request, response) => {
    const { id } = request.params;
    response.json(await problemService.acknowledge(id, await user(request)));
  });

  return router;
}
