import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, ButtonIcon, Text } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import styles from './Tab.module.css';

/** How old the page is, and a clear word when it could not be renewed. */
export function Freshness(props: {
  asOf: string;
  staleBecause?: Error;
  refresh: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime } = useFormat();
  const age = relativeTime(props.asOf);
  const refreshButton = (
    <ButtonIcon
      size="small"
      variant="tertiary"
      aria-label={t('tab.refresh')}
      icon={<RiRefreshLine />}
      onPress={props.refresh}
    />
  );
  if (props.staleBecause) {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={t('tab.stale', { age })}
        description={props.staleBecause.message}
        customActions={refreshButton}
      />
    );
  }
  return (
    <div className={styles.freshness}>
      <Text variant="body-small" color="secondary">
        {t('tab.asOf', { age })}
      </Text>
      {refreshButton}
    </div>
  );
}
