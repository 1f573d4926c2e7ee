import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { WebhookDeliveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback } from 'react';
import { useAction } from '../../hooks/useAction';
import { useNotice } from '../../hooks/useNotice';
import { safepointTranslationRef } from '../../translation';
import { ActionButton } from '../actions/ActionButton';
import { ErrorNote } from '../states/ErrorNote';
import { webhookApiRef } from './webhookApiRef';

/** Sends a dead letter again, and says what the portal made of it. */
export function RedeliverButton(props: {
  delivery: WebhookDeliveryView;
  onDone: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(webhookApiRef);
  const notify = useNotice();
  const { delivery, onDone } = props;
  const redeliver = useAction(
    useCallback(async () => {
      await api.redeliver(delivery.id);
      notify(t('webhooks.redelivered'));
      onDone();
    }, [api, delivery.id, notify, onDone, t]),
  );
  return (
    <>
      <ActionButton
        variant="secondary"
        isPending={redeliver.isPending}
        aria-label={t('webhooks.redeliverOf', {
          event: delivery.type,
          subject: delivery.entityRef ?? delivery.eventId,
          endpoint: delivery.endpointId,
        })}
        onPress={() => redeliver.run()}
      >
        {t('webhooks.redeliver')}
      </ActionButton>
      {redeliver.error && (
        <ErrorNote title={t('webhooks.refused')} error={redeliver.error} />
      )}
    </>
  );
}
