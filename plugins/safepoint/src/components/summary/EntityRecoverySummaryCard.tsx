import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import {
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import { useEntityRecovery } from '../../hooks/useEntityRecovery';
import { safepointTranslationRef } from '../../translation';
import { ErrorNote } from '../states/ErrorNote';
import { LoadingRecovery } from '../states/LoadingRecovery';
import { StandstillNote } from '../states/StandstillNote';
import { RecoverySummary } from './RecoverySummary';

/** The recovery of an entity in a few lines, for its overview. @public */
export function EntityRecoverySummaryCard() {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { entity } = useEntity();
  const entityRoute = useRouteRef(entityRouteRef);
  const recovery = useEntityRecovery(entity);
  const { name } = entity.metadata;
  return (
    <Card>
      <CardHeader>
        <Text as="h2" variant="title-x-small" weight="bold">
          {t('summary.title')}
        </Text>
      </CardHeader>
      <CardBody>
        {recovery.status === 'loading' && (
          <LoadingRecovery label={t('tab.loading', { name })} rows={0} />
        )}
        {recovery.status === 'failed' && (
          <ErrorNote
            title={t('tab.failed', { name })}
            error={recovery.error}
            onRetry={recovery.refresh}
          />
        )}
        {recovery.status === 'ready' && (
          <Flex direction="column" gap="3">
            <StandstillNote standstill={recovery.data.standstill} />
            <RecoverySummary recovery={recovery.data} />
          </Flex>
        )}
      </CardBody>
      <CardFooter>
        <Link href={`${entityRoute(entityRouteParams(entity))}/recovery`}>
          {t('summary.open')}
        </Link>
      </CardFooter>
    </Card>
  );
}
