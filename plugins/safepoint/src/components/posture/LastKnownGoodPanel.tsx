import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { RiArrowGoBackLine } from '@remixicon/react';
import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { formatMoment } from '../../format/formatTime';
import { safepointTranslationRef } from '../../translation';
import { ActionButton } from '../actions/ActionButton';
import { useUnavailableReasons } from '../actions/useUnavailableReasons';
import { PhraseText } from '../common/PhraseText';
import { RelativeTime } from '../common/RelativeTime';
import { useRecovery } from '../tab/RecoveryContext';
import styles from './Posture.module.css';

/** The way back: which state, why that one, and the button. */
export function LastKnownGoodPanel(props: { instance: InstanceRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { openRestore } = useRecovery();
  const unavailable = useUnavailableReasons(props.instance);
  const { instance, lastKnownGood } = props.instance;
  const { recoveryPointId, stateAt, reason, phrase } = lastKnownGood;
  return (
    <div className={styles.panel}>
      <Text as="h3" variant="body-medium" color="secondary">
        {t('lastKnownGood.title')}
      </Text>
      <Text as="p" variant="title-small" weight="bold">
        {recoveryPointId && stateAt ? (
          <RelativeTime time={stateAt} />
        ) : (
          t('lastKnownGood.none')
        )}
      </Text>
      {stateAt && (
        <Text as="p" variant="body-medium">
          {t('lastKnownGood.moment', { moment: formatMoment(stateAt) })}
        </Text>
      )}
      <Text as="p" variant="body-medium">
        <PhraseText phrase={phrase} text={reason} />
      </Text>
      <div className={styles.buttons}>
        <ActionButton
          size="medium"
          variant="primary"
          iconStart={<RiArrowGoBackLine />}
          unavailableBecause={unavailable.restore}
          onPress={() => openRestore(instance.id, recoveryPointId)}
        >
          {recoveryPointId ? t('lastKnownGood.restore') : t('action.restore')}
        </ActionButton>
      </div>
    </div>
  );
}
