/**
 * Sends a Request as an address and its parts. Each of Backstage's fetch middlewares makes a Request of
 * what it is given, and a Request with a body can be made from another one only once.
 */
export async function fetchByParts(
  send: typeof fetch,
  request: Request,
): Promise<Response> {
  const { url, method, headers, signal } = request;
  const body = await request.text();
  return send(url, { method, headers, signal, body: body || undefined });
}
