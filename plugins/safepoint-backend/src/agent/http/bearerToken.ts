import type { Request } from 'express';

/** The bearer token of a request; never logged. */
export function bearerToken(request: Request): string | undefined {
  const match = /^Bearer +([A-Za-z0-9._~+/=-]{1,8192})$/i.exec(
    request.headers.authorization ?? '',
  );
  return match?.[1];
}
