import { SafepointError } from '@safepoint/engine';
import { z } from 'zod';

const claimsSchema = z.object({
  iss: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string()).length(1)]),
  project_id: z.string().regex(/^[0-9]+$/),
  environment: z.string().min(1),
  exp: z.number(),
});

/** What the job's own token says of it. */
export interface OwnClaims {
  issuer: string;
  audience: string;
  projectId: string;
  environment: string;
  expiresAt: Date;
}

/** Reads the job's own token. Nobody is convinced by it here; it says which plan is ours. */
export function readJobClaims(token: string): OwnClaims {
  const parsed = claimsSchema.safeParse(decode(token));
  if (!parsed.success) {
    throw new SafepointError({
      kind: 'config-invalid',
      message:
        'SAFEPOINT_DIRECT_TOKEN is no ID token of a job with an environment. Give the job `environment: {name, action: access}`, and the token through `id_tokens`.',
    });
  }
  const { iss, aud, project_id: projectId, environment, exp } = parsed.data;
  return {
    issuer: iss,
    audience: Array.isArray(aud) ? aud[0] : aud,
    projectId,
    environment,
    expiresAt: new Date(exp * 1000),
  };
}

function decode(token: string): unknown {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url');
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
