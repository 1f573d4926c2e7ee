import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerPage } from '../pages/answerPage';
import { ApiError, refusals } from './ApiError';
import { discoveryRoutes } from './discoveryRoutes';
import type { FaultInjector } from './FaultInjector';
import { jobRoutes } from './jobRoutes';
import { mergeRequestRoutes } from './mergeRequestRoutes';
import { pipelineRoutes } from './pipelineRoutes';
import { projectRoutes } from './projectRoutes';
import { readBody } from './readBody';
import { repositoryRoutes } from './repositoryRoutes';
import { matchRoute } from './Router';
import type { ApiResponse, Route } from './Router';
import type { ServerContext } from './ServerContext';

/** Serves the API and the pages on the loopback interface only. */
export class HttpServer {
  readonly #context: ServerContext;
  readonly #faults: FaultInjector;
  readonly #log: (line: string) => void;
  readonly #routes: readonly Route[];
  readonly #server: Server;

  constructor(
    context: ServerContext,
    faults: FaultInjector,
    log: (line: string) => void,
  ) {
    this.#context = context;
    this.#faults = faults;
    this.#log = log;
    this.#routes = [
      ...discoveryRoutes(context),
      ...projectRoutes(context),
      ...pipelineRoutes(context),
      ...jobRoutes(context),
      ...repositoryRoutes(context),
      ...mergeRequestRoutes(context),
    ];
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(error => {
        this.#log(
          `${request.method} failed: ${
            error instanceof Error ? error.message : error
          }`,
        );
        response.destroy();
      });
    });
  }

  /** Starts listening and answers the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  close(): Promise<void> {
    return new Promise(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const method = request.method ?? 'GET';
    const path = request.url ?? '/';
    const fault = this.#faults.take(method, path);
    // The body is read even for a request that will fail, or the client would see a broken pipe instead.
    const body = await readBody(request).catch(() => undefined);
    if (fault && !fault.afterEffect) return sendFault(response, fault);
    const answer = await this.#answer(request, method, path, body);
    if (fault) return sendFault(response, fault);
    this.#log(`${method} ${path.split('?')[0]} ${answer.status ?? 200}`);
    return send(response, answer);
  }

  async #answer(
    request: IncomingMessage,
    method: string,
    path: string,
    body: Record<string, unknown> | undefined,
  ): Promise<ApiResponse> {
    try {
      const url = new URL(path, this.#context.serverUrl());
      const match = matchRoute(this.#routes, method, url.pathname);
      if (match) {
        if (!body)
          throw refusals.badRequest('the body is neither JSON nor a form');
        const { headers } = request;
        return await match.route.handle({
          method,
          url,
          params: match.params,
          headers,
          body,
        });
      }
      const page =
        method === 'GET'
          ? await answerPage(this.#context, url.pathname)
          : undefined;
      return page ?? { status: 404, body: { error: '404 Not Found' } };
    } catch (error) {
      if (error instanceof ApiError)
        return { status: error.status, body: error.body };
      this.#log(
        `${method} ${path.split('?')[0]}: ${
          error instanceof Error ? error.message : error
        }`,
      );
      return { status: 500, body: { message: '500 Internal Server Error' } };
    }
  }
}

function sendFault(
  response: ServerResponse,
  fault: { status?: number; headers?: Record<string, string>; body?: unknown },
): void {
  if (fault.status === undefined) response.destroy();
  else
    send(response, {
      ...fault,
      body: fault.body ?? { message: `${fault.status} injected` },
    });
}

function send(response: ServerResponse, answer: ApiResponse): void {
  const text =
    typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status ?? 200, {
    'content-type': 'application/json',
    ...answer.headers,
  });
  response.end(text);
}
