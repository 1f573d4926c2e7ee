import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RestorePreviewView } from '@safepoint/backstage-plugin-safepoint-common';
import type { LiveData } from '../../hooks/useLiveData';
import { safepointTranslationRef } from '../../translation';
import { ErrorNote } from '../states/ErrorNote';
import { LoadingRecovery } from '../states/LoadingRecovery';
import { PreviewFacts } from './PreviewFacts';

/** What a restore would do and lose, with its loading and error states. */
export function RestorePreview(props: {
  preview: LiveData<RestorePreviewView>;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { preview } = props;
  if (preview.status === 'loading') {
    return <LoadingRecovery label={t('restore.previewLoading')} rows={0} />;
  }
  if (preview.status === 'failed') {
    return (
      <ErrorNote
        title={t('restore.previewFailed')}
        error={preview.error}
        onRetry={preview.refresh}
      />
    );
  }
  return <PreviewFacts preview={preview.data} />;
}
