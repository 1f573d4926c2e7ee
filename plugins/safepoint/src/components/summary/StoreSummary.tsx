import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { storeName } from '../../format/storeName';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { FactList } from '../common/FactList';
import { toneOfVerdict } from '../common/tone';
import { VerdictIcon, VerdictWords } from '../posture/VerdictMark';
import styles from './Summary.module.css';

/** Verdict, RPO, last proof and last known good of one data store in one environment. */
export function StoreSummary(props: { instance: InstanceRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime, shortDuration } = useFormat();
  const { instance, posture, lastKnownGood } = props.instance;
  const { verdict, rpo, verifiedLevel, verifiedAt } = posture;
  return (
    <>
      <Text as="div" weight="bold">
        {storeName(instance)} · {instance.environment}
      </Text>
      <Text
        as="div"
        className={`${styles.verdict} ${styles[toneOfVerdict[verdict]]}`}
      >
        <VerdictIcon verdict={verdict} size={20} />
        <VerdictWords verdict={verdict} />
      </Text>
      <FactList
        facts={[
          {
            term: t('summary.rpo'),
            value: `${
              rpo.achievedSeconds === undefined
                ? t('posture.nothingMeasured')
                : shortDuration(rpo.achievedSeconds)
            } (${t('posture.target', {
              target: shortDuration(rpo.targetSeconds),
            })})`,
          },
          {
            term: t('summary.proof'),
            value:
              verifiedLevel && verifiedAt
                ? t('posture.proofAge', {
                    level: verifiedLevel,
                    age: relativeTime(verifiedAt),
                  })
                : t('posture.neverVerified'),
          },
          {
            term: t('summary.lastKnownGood'),
            value: lastKnownGood.stateAt
              ? relativeTime(lastKnownGood.stateAt)
              : t('summary.none'),
          },
        ]}
      />
    </>
  );
}
