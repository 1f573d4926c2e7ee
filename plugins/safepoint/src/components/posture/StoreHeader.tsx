import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Box, Text } from '@backstage/ui';
import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { storeName } from '../../format/storeName';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { StoreActions } from '../actions/StoreActions';
import { toneOfVerdict } from '../common/tone';
import { LastKnownGoodPanel } from './LastKnownGoodPanel';
import { Objectives } from './Objectives';
import styles from './Posture.module.css';
import { ReasonList } from './ReasonList';
import { VerdictIcon, VerdictWords } from './VerdictMark';

/** What is broken, what is the last known good, how to get back: in that order, above everything else. */
export function StoreHeader(props: {
  instance: InstanceRecoveryView;
  headingId: string;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime } = useFormat();
  const { instance, posture } = props.instance;
  const { verdict, reasons, changesAt } = posture;
  return (
    <Box bg="neutral" className={styles.store}>
      <header className={`${styles.banner} ${styles[toneOfVerdict[verdict]]}`}>
        <VerdictIcon verdict={verdict} size={28} />
        <Text
          as="h2"
          variant="title-small"
          weight="bold"
          id={props.headingId}
          className={styles.title}
        >
          {storeName(instance)}
          {': '}
          <VerdictWords verdict={verdict} />
        </Text>
        <Text variant="body-medium" className={styles.kind}>
          {[instance.driver, instance.environment].join(' · ')}
        </Text>
      </header>
      <div className={styles.columns}>
        <div className={styles.panel}>
          <Text as="h3" variant="body-medium" color="secondary">
            {verdict === 'protected'
              ? t('posture.whyProtected')
              : t('posture.whatIsWrong')}
          </Text>
          <ReasonList reasons={reasons} />
          {changesAt && (
            <Text as="p" variant="body-small" color="secondary">
              {t('posture.changesAt', { when: relativeTime(changesAt) })}
            </Text>
          )}
          <div className={styles.buttons}>
            <StoreActions instance={props.instance} />
          </div>
        </div>
        <LastKnownGoodPanel instance={props.instance} />
      </div>
      <Objectives posture={posture} />
    </Box>
  );
}
