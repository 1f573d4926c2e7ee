import { randomBytes } from 'node:crypto';
import type {
  OpenRunBody,
  RunPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { PortalClient } from '../portal/PortalClient';
import { agentVersion } from '../version';

/** Opens a run; the secret lets this opening, and nobody else's, be repeated after a lost answer. */
export async function openRun(
  portal: PortalClient,
  idToken: string,
  body: Omit<OpenRunBody, 'secret' | 'clientTime' | 'agentVersion'>,
): Promise<RunPlan> {
  return await portal.openRun(
    {
      ...body,
      secret: randomBytes(32).toString('base64url'),
      clientTime: new Date().toISOString(),
      agentVersion,
    },
    idToken,
  );
}
