import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon, Text } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import styles from './Tab.module.css';

/** How old the page is, and a button to renew it. */
export function Freshness(props: { asOf: string; refresh: () => void }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime } = useFormat();
  return (
    <div className={styles.freshness}>
      <Text variant="body-small" color="secondary">
        {t('tab.asOf', { age: relativeTime(props.asOf) })}
      </Text>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={t('tab.refresh')}
        icon={<RiRefreshLine />}
        onPress={props.refresh}
      />
    </div>
  );
}
