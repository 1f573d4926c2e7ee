import { ServiceUnavailableError } from '@backstage/errors';
import type { GateConfirmation } from '@safepoint/backstage-plugin-safepoint-common';
import type { Response } from 'express';

/** What a POSIX shell can read: the status decides, the text is for the log of the deploy job. */
export async function sendGateAnswer(
  response: Response,
  ask: () => Promise<GateConfirmation>,
): Promise<void> {
  response.type('text/plain');
  try {
    const { allowed, message } = await ask();
    response.status(allowed ? 200 : 403).send(`${message}\n`);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'NotAllowedError' || name === 'ConflictError') {
      response.status(403).send(`${message}\n`);
    } else if (error instanceof ServiceUnavailableError) {
      response.status(503).send(`${message}\n`);
    } else {
      response.removeHeader('content-type');
      throw error;
    }
  }
}
