import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { FilesystemStorage } from '../storage/filesystem';

const statuses: Record<string, number> = {
  'signature-invalid': 403,
  'signature-expired': 403,
  'upload-not-found': 404,
  'object-not-found': 404,
  'part-mismatch': 400,
  'storage-full': 507,
};

/**
 * Answers the signed requests of a filesystem storage as the portal does, on loopback; for tests that run
 * without a portal. Start it first: the storage's `baseUrl` is its address.
 *
 * @public
 */
export async function serveFilesystemStorage(
  findStorage: () => FilesystemStorage,
): Promise<{ baseUrl: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(findStorage(), request, response).catch(error => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      response.statusCode = statuses[error.kind] ?? 500;
      // The rest of a refused body is not read.
      response.setHeader('connection', 'close');
      response.end(JSON.stringify({ error: { name: error.kind } }));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  storage: FilesystemStorage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const header = (name: string) => String(request.headers[name] ?? '');
  if (request.method === 'PUT' && request.url === '/storage/parts') {
    await storage.receivePart(header('safepoint-part'), request);
    response.end();
  } else if (request.method === 'GET' && request.url === '/storage/objects') {
    const { sizeBytes, stream } = await storage.openSignedRead(
      header('safepoint-read'),
    );
    response.setHeader('content-length', sizeBytes);
    await pipeline(stream, response);
  } else {
    response.statusCode = 404;
    response.end();
  }
}
