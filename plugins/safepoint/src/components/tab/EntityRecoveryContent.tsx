import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useEntityRecovery } from '../../hooks/useEntityRecovery';
import { safepointTranslationRef } from '../../translation';
import { ErrorNote } from '../states/ErrorNote';
import { LoadingRecovery } from '../states/LoadingRecovery';
import { RecoveryView } from './RecoveryView';

/** The Recovery tab of an entity page. @public */
export function EntityRecoveryContent() {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { entity } = useEntity();
  const recovery = useEntityRecovery(entity);
  const { name } = entity.metadata;
  if (recovery.status === 'loading') {
    return <LoadingRecovery label={t('tab.loading', { name })} />;
  }
  if (recovery.status === 'failed') {
    return (
      <ErrorNote
        title={t('tab.failed', { name })}
        error={recovery.error}
        onRetry={recovery.refresh}
      />
    );
  }
  return <RecoveryView entity={entity} {...recovery} />;
}
