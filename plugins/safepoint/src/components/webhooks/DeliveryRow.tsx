import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { WebhookDeliveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { ActionCell } from '../common/ActionCell';
import { RelativeTime } from '../common/RelativeTime';
import { StatusMark } from '../common/StatusMark';
import type { Tone } from '../common/tone';
import { RedeliverButton } from './RedeliverButton';

const toneOfStatus: Record<WebhookDeliveryView['status'], Tone> = {
  pending: 'info',
  delivered: 'success',
  dead: 'danger',
};

/** One event on its way to one endpoint, and why it has not arrived. */
export function DeliveryRow(props: {
  delivery: WebhookDeliveryView;
  onChange?: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { delivery, onChange } = props;
  const { attempts, entityRef, environment, problem, status } = delivery;
  return (
    <tr>
      <th scope="row">{delivery.type}</th>
      <td>
        {entityRef}
        {environment && (
          <Text as="p" variant="body-small" color="secondary">
            {environment}
          </Text>
        )}
      </td>
      <td>{delivery.endpointId}</td>
      <td>
        <RelativeTime time={delivery.createdAt} />
      </td>
      <td>
        <StatusMark tone={toneOfStatus[status]}>
          {t(`webhooks.deliveryStatus.${status}`)}
        </StatusMark>
        {problem && status !== 'delivered' && (
          <Text as="p" variant="body-small" color="secondary">
            {t('webhooks.attempts', { count: attempts })}: {problem}
          </Text>
        )}
      </td>
      {onChange && (
        <ActionCell>
          <RedeliverButton delivery={delivery} onDone={onChange} />
        </ActionCell>
      )}
    </tr>
  );
}
