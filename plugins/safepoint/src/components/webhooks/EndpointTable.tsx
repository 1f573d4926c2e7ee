import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { WebhookEndpointView } from '@safepoint/backstage-plugin-safepoint-common';
import { formatAbsoluteTime } from '../../format/formatTime';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';
import { Section } from '../common/Section';
import { StatusMark } from '../common/StatusMark';

/** Each endpoint by its name and host, and how it has been lately. */
export function EndpointTable(props: { endpoints: WebhookEndpointView[] }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { endpoints } = props;
  return (
    <Section title={t('webhooks.endpoints')}>
      {endpoints.length === 0 ? (
        <Text as="p" color="secondary">
          {t('webhooks.none')}
        </Text>
      ) : (
        <DataTable
          caption={t('webhooks.endpointsCaption')}
          columns={[
            { name: t('webhooks.endpoint') },
            { name: t('webhooks.types') },
            { name: t('webhooks.state') },
            { name: t('webhooks.waiting') },
            { name: t('webhooks.dead') },
          ]}
        >
          {endpoints.map(endpoint => (
            <tr key={endpoint.id}>
              <th scope="row">
                {endpoint.id}
                <Text as="p" variant="body-small" color="secondary">
                  {endpoint.host}
                </Text>
              </th>
              <td>{endpoint.types.join(', ')}</td>
              <td>
                <EndpointState endpoint={endpoint} />
              </td>
              <td>{endpoint.pending}</td>
              <td>{endpoint.dead}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </Section>
  );
}

function EndpointState(props: { endpoint: WebhookEndpointView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { failures, pausedUntil } = props.endpoint;
  if (pausedUntil) {
    const moment = formatAbsoluteTime(pausedUntil);
    return (
      <StatusMark tone="danger">{t('webhooks.paused', { moment })}</StatusMark>
    );
  }
  return failures > 0 ? (
    <StatusMark tone="warning">
      {t('webhooks.failing', { count: failures })}
    </StatusMark>
  ) : (
    <StatusMark tone="success">{t('webhooks.well')}</StatusMark>
  );
}
