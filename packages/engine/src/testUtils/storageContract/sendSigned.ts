import type { SignedRequest } from '../../storage/Storage';

/** Sends a signed request as an agent does and gives the status. */
export async function sendSigned(
  signed: SignedRequest,
  body: Buffer,
): Promise<number> {
  // The length is that of the body; a client that lies about it is refused by its own HTTP library.
  const { 'content-length': _, ...headers } = signed.headers;
  const response = await fetch(signed.url, {
    method: signed.method,
    headers,
    body: new Uint8Array(body),
    redirect: 'manual',
  });
  await response.arrayBuffer();
  return response.status;
}
