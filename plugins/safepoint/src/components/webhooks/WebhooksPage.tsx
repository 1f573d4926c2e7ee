import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Container, Flex, Text } from '@backstage/ui';
import { safepointTranslationRef } from '../../translation';
import { Section } from '../common/Section';
import { ErrorNote } from '../states/ErrorNote';
import { LoadingRecovery } from '../states/LoadingRecovery';
import { PortalStandstill } from '../states/PortalStandstill';
import { DeliveryTable } from './DeliveryTable';
import { EndpointTable } from './EndpointTable';
import { useWebhooks } from './useWebhooks';

/** Where events are sent to, what did not arrive, and a way to send it again. */
export function WebhooksPage() {
  const { t } = useTranslationRef(safepointTranslationRef);
  const webhooks = useWebhooks();
  if (webhooks.status === 'loading') {
    return (
      <Container>
        <LoadingRecovery label={t('webhooks.loading')} />
      </Container>
    );
  }
  if (webhooks.status === 'failed') {
    const { error, refresh } = webhooks;
    return (
      <Container>
        <ErrorNote
          title={t('webhooks.failed')}
          error={error}
          onRetry={refresh}
        />
      </Container>
    );
  }
  const { dead, endpoints, recent } = webhooks.data;
  return (
    <Container>
      <Flex direction="column" gap="6">
        <PortalStandstill />
        {webhooks.staleBecause && (
          <ErrorNote
            title={t('webhooks.failed')}
            error={webhooks.staleBecause}
            onRetry={webhooks.refresh}
          />
        )}
        <EndpointTable endpoints={endpoints} />
        <Section title={t('webhooks.deadLetters')}>
          {dead.length === 0 ? (
            <Text as="p" color="secondary">
              {t('webhooks.noDead')}
            </Text>
          ) : (
            <DeliveryTable
              caption={t('webhooks.deadCaption')}
              deliveries={dead}
              onChange={webhooks.refresh}
            />
          )}
        </Section>
        <Section title={t('webhooks.recent')}>
          {recent.length === 0 ? (
            <Text as="p" color="secondary">
              {t('webhooks.noRecent')}
            </Text>
          ) : (
            <DeliveryTable
              caption={t('webhooks.recentCaption')}
              deliveries={recent}
            />
          )}
        </Section>
      </Flex>
    </Container>
  );
}
