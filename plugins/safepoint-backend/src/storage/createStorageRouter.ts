import { pipeline } from 'node:stream/promises';
import { InputError } from '@backstage/errors';
import type { SignedRequestReceiver } from '@safepoint/backstage-plugin-safepoint-node';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { limitRate } from '../http/limitRate';
import { toHttpError } from './toHttpError';

/**
 * Serves the signed requests of a storage without a server of its own. What may be done stands in a signed
 * header, so that no access log holds it; bodies are streamed, never parsed and never buffered.
 */
export function createStorageRouter(options: {
  receiver: SignedRequestReceiver;
  requestsPerMinute: number;
}): Router {
  const { receiver } = options;
  const router = PromiseRouter();
  router.use('/storage', limitRate(options.requestsPerMinute));

  router.put('/storage/parts', async (request, response) => {
    try {
      await receiver.receivePart(
        readHeader(request, 'safepoint-part'),
        request,
      );
    } catch (error) {
      // The rest of a refused body is not read, so the connection cannot be used again.
      response.set('connection', 'close');
      throw toHttpError(error);
    }
    response.status(200).end();
  });

  router.get('/storage/objects', async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { sizeBytes, stream } = await receiver
      .openSignedRead(readHeader(request, 'safepoint-read'), {
        signal: gone.signal,
      })
      .catch(error => {
        throw toHttpError(error);
      });
    response.set({
      'content-type': 'application/octet-stream',
      'content-length': String(sizeBytes),
      // Also keeps middleware from compressing what is compressed.
      'cache-control': 'no-store, no-transform',
    });
    try {
      await pipeline(stream, response);
    } catch (error) {
      // The status is sent; a broken connection is the only way to say that the body is not whole.
      response.destroy();
      if (!gone.signal.aborted) throw error;
    }
  });
  return router;
}

function readHeader(request: Request, name: string): string {
  const value = request.get(name);
  if (!value) {
    throw new InputError(
      `The header ${name} is missing; send the signed request exactly as the portal gave it.`,
    );
  }
  return value;
}
