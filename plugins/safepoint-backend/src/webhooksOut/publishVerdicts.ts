import { eventOfPosture } from '@safepoint/backstage-plugin-safepoint-common';
import type { PostureEvaluatorOptions } from '../posture/PostureEvaluator';
import type { Events } from './Events';

/** Tells whoever listens to events that the verdict on a data store has changed. */
export function publishVerdicts(
  events: Pick<Events, 'publish'>,
  portalUrl: string,
): PostureEvaluatorOptions['onVerdict'] {
  return async ({ at, from, instance, posture }, trx) => {
    const { entityRef, environment, id } = instance;
    const { reasons, verdict } = posture;
    await events.publish(trx, [
      eventOfPosture(
        { entityRef, environment, instanceId: id, from, to: verdict, reasons },
        { at, portalUrl },
      ),
    ]);
  };
}
