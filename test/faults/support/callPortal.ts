import { setTimeout as sleep } from 'node:timers/promises';

/** An answer of a portal that is there. */
export interface PortalAnswer {
  status: number;
  body: Record<string, unknown>;
}

/**
 * Posts until somebody answers: a replica that dies is answered for by another, as with a load balancer. What
 * was asked for may have been done more than once.
 */
export async function callPortal(
  url: () => string,
  path: string,
  authorization: string,
  body: object,
): Promise<PortalAnswer> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const answer = await fetch(`${url()}/api/safepoint${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
      .then(async response => ({
        status: response.status,
        text: await response.text(),
      }))
      .catch(() => undefined);
    if (answer && answer.status < 500 && answer.status !== 429) {
      return {
        status: answer.status,
        body: answer.text ? JSON.parse(answer.text) : {},
      };
    }
    if (Date.now() > deadline) {
      throw new Error(`${path}: ${answer?.text ?? 'no answer'}`);
    }
    await sleep(250);
  }
}
