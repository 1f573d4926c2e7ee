import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';

/** Requests of one address in a minute; more are answered 429 with Retry-After. */
export function limitRate(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    // Which proxies are trusted is the portal's decision (`backend.trustProxy`), not ours.
    validate: { trustProxy: false, xForwardedForHeader: false },
    message: {
      error: {
        name: 'TooManyRequestsError',
        message:
          'Too many requests from this address; wait a minute. The limits are in safepoint.rateLimits.',
      },
    },
  });
}
