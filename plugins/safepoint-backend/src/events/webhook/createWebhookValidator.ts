import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RequestValidator } from '@backstage/plugin-events-node';
import type { WebhookSecret } from '../../config/webhooks';
import type { DeliveryMemory } from './DeliveryMemory';
import { verifyDelivery } from './verifyDelivery';

/** Lets only GitLab's own webhooks through, each signed one once. The sender learns no reason. */
export function createWebhookValidator(options: {
  secrets: WebhookSecret[];
  memory: Pick<DeliveryMemory, 'isNew'>;
  logger: LoggerService;
  now?: () => Date;
}): RequestValidator {
  const { secrets, memory, logger, now = () => new Date() } = options;
  return async ({ headers, raw }, context) => {
    const verdict = verifyDelivery({ headers, body: raw.body }, secrets, now());
    // The events backend publishes the headers of what it accepts as metadata, for any plugin to read.
    delete headers['x-gitlab-token'];
    const reason = verdict.accepted
      ? await findReplay(verdict.id, memory)
      : verdict.reason;
    if (reason === undefined) return;
    logger.warn(`A webhook that claims to be GitLab's was refused: ${reason}.`);
    context.reject({ status: 403, payload: { message: 'Refused' } });
  };
}

async function findReplay(
  id: string | undefined,
  memory: Pick<DeliveryMemory, 'isNew'>,
): Promise<string | undefined> {
  if (id === undefined || (await memory.isNew(id))) return undefined;
  return 'it was delivered before';
}
