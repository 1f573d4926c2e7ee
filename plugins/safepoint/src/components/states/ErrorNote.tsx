import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import { safepointTranslationRef } from '../../translation';

/** What went wrong, in the portal's words, announced at once; with a way to try again where there is one. */
export function ErrorNote(props: {
  title: string;
  error?: Error;
  onRetry?: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={props.title}
      description={props.error?.message}
      customActions={
        props.onRetry && (
          <Button size="small" variant="secondary" onPress={props.onRetry}>
            {t('tab.retry')}
          </Button>
        )
      }
    />
  );
}
