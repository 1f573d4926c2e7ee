import type {
  NextFunction,
  Request,
  RequestHandler,
  Response,
  Router,
} from 'express';
import PromiseRouter from 'express-promise-router';
import { createContractRouter } from '../../http/createContractRouter';
import { limitRate } from '../../http/limitRate';
import { toDrillView, toRecoveryPointView } from '../../recovery/toApi';
import { toHttpError } from '../../storage/toHttpError';
import type { AgentDependencies } from '../AgentDependencies';
import type { AgentServices } from '../createAgentServices';
import { bearerToken } from './bearerToken';
import { sendGateAnswer } from './sendGateAnswer';

/** A draft lists every part and the fingerprint of every table. */
const maxBodyBytes = 32 * 1024 * 1024;

/**
 * What a CI job may do: everything below `/agent`. Each handler is credentials, one service call, response.
 * Mount it before routers that parse bodies with a smaller limit.
 */
export function createAgentRouter(dependencies: {
  services: AgentServices;
  instances: AgentDependencies['instances'];
  config: Pick<AgentDependencies['config'], 'rateLimits'>;
}): Router {
  const { services, instances, config } = dependencies;
  const { access } = services;
  const router = PromiseRouter();
  router.use('/agent', limitRate(config.rateLimits.agentPerMinute));
  const api = createContractRouter({
    bodyLimit: maxBodyBytes,
    // A missing token is refused like a wrong one.
    validateSecurity: false,
  });
  const openRun = (request: Request) =>
    access.findOpenRun(request.params.runId, bearerToken(request));

  api.post('/agent/runs', async (request, response) => {
    const { opener } = services;
    response
      .status(201)
      .json(await opener.open(bearerToken(request), request.body));
  });

  api.post('/agent/runs/:runId/heartbeat', async (request, response) => {
    response.json(await services.heartbeats.renew(await openRun(request)));
  });

  const point = '/agent/runs/:runId/recovery-points/:pointId';

  api.post(`${point}/parts`, async (request, response) => {
    const run = await openRun(request);
    const found = await access.findPoint(run, request.params.pointId);
    const { object, parts } = request.body;
    response.json({
      parts: await services.parts.sign({ run, point: found, object, parts }),
    });
  });

  api.get(`${point}/promotion`, async (request, response) => {
    const run = await openRun(request);
    const planned = await access.findPoint(run, request.params.pointId);
    response.json(await services.promoter.find(run, planned));
  });

  api.post(`${point}/promotion`, async (request, response) => {
    const run = await openRun(request);
    const { promotes } = request.body;
    const promoted = await services.promoter.promote(
      run,
      request.params.pointId,
      promotes,
    );
    const instance = await instances.find(promoted.instanceId);
    response.json(
      toRecoveryPointView(promoted, {
        entityRef: instance?.entityRef ?? '',
        environment: run.environment,
      }),
    );
  });

  api.post(`${point}/complete`, async (request, response) => {
    // The run may have been finished between a completion and its repeat.
    const run = await access.findRun(
      request.params.runId,
      bearerToken(request),
    );
    const found = await access.findPoint(run, request.params.pointId);
    const instance = await instances.find(found.instanceId);
    const completed = await services.completer.complete(
      run,
      found,
      request.body,
    );
    response.json(
      toRecoveryPointView(completed, {
        entityRef: instance?.entityRef ?? '',
        environment: run.environment,
      }),
    );
  });

  api.post(`${point}/fail`, async (request, response) => {
    const run = await openRun(request);
    const found = await access.findPoint(run, request.params.pointId);
    await services.discarder.failOnce(found, request.body.problem);
    response.status(204).end();
  });

  api.post(`${point}/open`, async (request, response) => {
    const run = await openRun(request);
    response.json({
      objects: await services.keys.open(run, request.params.pointId),
    });
  });

  api.post('/agent/runs/:runId/drill-result', async (request, response) => {
    const run = await openRun(request);
    response.json(
      toDrillView(await services.proofs.recordSubmission(run, request.body)),
    );
  });

  api.post('/agent/runs/:runId/restore-progress', async (request, response) => {
    const run = await openRun(request);
    response.json(await services.restores.report(run, request.body));
  });

  api.post('/agent/runs/:runId/finish', async (request, response) => {
    const run = await access.findRun(
      request.params.runId,
      bearerToken(request),
    );
    response.json(await services.finisher.finish(run, request.body));
  });

  api.post('/agent/gate/confirmations', async (request, response) => {
    const receipt = request.header('safepoint-receipt') ?? '';
    await sendGateAnswer(response, () =>
      services.gate.confirm(bearerToken(request), receipt),
    );
  });

  api.post('/agent/deployments/outcomes', async (request, response) => {
    const { outcomes } = services;
    response.json(await outcomes.report(bearerToken(request), request.body));
  });

  router.use(onlyBelow('/agent', api));
  router.use((error: unknown, _: Request, __: Response, next: NextFunction) =>
    next(toHttpError(error)),
  );
  return router;
}

/** Leaves every other path, and its body, to the routers behind. */
function onlyBelow(path: string, router: Router): RequestHandler {
  return (request, response, next) =>
    request.path === path || request.path.startsWith(`${path}/`)
      ? router(request, response, next)
      : next();
}
