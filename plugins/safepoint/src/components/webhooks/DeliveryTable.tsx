import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { WebhookDeliveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';
import { DeliveryRow } from './DeliveryRow';

/** Deliveries; with `onChange` what is dead can be sent again. */
export function DeliveryTable(props: {
  caption: string;
  deliveries: WebhookDeliveryView[];
  onChange?: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { caption, deliveries, onChange } = props;
  return (
    <DataTable
      caption={caption}
      columns={[
        { name: t('webhooks.event') },
        { name: t('webhooks.subject') },
        { name: t('webhooks.endpoint') },
        { name: t('webhooks.happened') },
        { name: t('webhooks.status') },
        ...(onChange ? [{ name: t('webhooks.actions'), hidden: true }] : []),
      ]}
    >
      {deliveries.map(delivery => (
        <DeliveryRow
          key={delivery.id}
          delivery={delivery}
          onChange={onChange}
        />
      ))}
    </DataTable>
  );
}
