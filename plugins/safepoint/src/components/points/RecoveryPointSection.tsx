import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { storeName } from '../../format/storeName';
import { useMoreRecoveryPoints } from '../../hooks/useMoreRecoveryPoints';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';
import { Section } from '../common/Section';
import { ErrorNote } from '../states/ErrorNote';
import { RecoveryPointRow } from './RecoveryPointRow';

/** The recovery points of one store in one environment, newest first. */
export function RecoveryPointSection(props: {
  instance: InstanceRecoveryView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { points, hasMore, loadMore } = useMoreRecoveryPoints(props.instance);
  const name = storeName(props.instance.instance);
  return (
    <Section title={t('points.title')}>
      {points.length === 0 ? (
        <Text as="p" color="danger">
          {t('points.empty')}
        </Text>
      ) : (
        <DataTable
          caption={t('points.caption', { name })}
          columns={[
            { name: t('points.detailsColumn'), hidden: true },
            { name: t('points.state') },
            { name: t('points.trigger') },
            { name: t('points.deployment') },
            { name: t('points.size') },
            { name: t('points.level') },
            { name: t('points.status') },
            { name: t('points.actions'), hidden: true },
          ]}
        >
          {points.map(point => (
            <RecoveryPointRow
              key={point.id}
              point={point}
              instance={props.instance}
            />
          ))}
        </DataTable>
      )}
      {loadMore.error && (
        <ErrorNote title={t('points.moreFailed')} error={loadMore.error} />
      )}
      {hasMore && (
        <Flex>
          <Button
            size="small"
            variant="tertiary"
            isPending={loadMore.isPending}
            onPress={() => loadMore.run()}
          >
            {t('points.more')}
          </Button>
        </Flex>
      )}
    </Section>
  );
}
