import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';

/** That the page could not be renewed, so that nobody takes it for the present. */
export function StaleNote(props: { asOf: string; error: Error }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime } = useFormat();
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('tab.stale', { age: relativeTime(props.asOf) })}
      description={props.error.message}
    />
  );
}
