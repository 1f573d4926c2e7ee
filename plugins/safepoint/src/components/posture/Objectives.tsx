import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ObjectiveView,
  PostureView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { ObjectiveTile } from './ObjectiveTile';
import styles from './Posture.module.css';

/** RPO, RTO and proof, each achieved beside its target. */
export function Objectives(props: { posture: PostureView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { shortDuration, relativeTime } = useFormat();
  const { rpo, rto, verified, verifiedLevel, verifiedAt } = props.posture;
  // What could not be found out may well have been measured.
  const isUnknown = props.posture.verdict === 'unknown';
  const achieved = ({ achievedSeconds }: ObjectiveView) =>
    achievedSeconds === undefined
      ? t(isUnknown ? 'verdict.unknown' : 'posture.nothingMeasured')
      : shortDuration(achievedSeconds);
  const target = ({ targetSeconds }: ObjectiveView) =>
    t('posture.target', { target: shortDuration(targetSeconds) });
  return (
    <dl className={styles.tiles}>
      <ObjectiveTile
        title={t('posture.rpo')}
        achieved={achieved(rpo)}
        target={target(rpo)}
        isMet={rpo.met}
      />
      <ObjectiveTile
        title={t('posture.rto')}
        achieved={achieved(rto)}
        target={target(rto)}
        isMet={rto.met}
      />
      <ObjectiveTile
        title={t('posture.proof')}
        achieved={
          verifiedLevel && verifiedAt
            ? t('posture.proofAge', {
                level: verifiedLevel,
                age: relativeTime(verifiedAt),
              })
            : t(isUnknown ? 'verdict.unknown' : 'posture.neverVerified')
        }
        target={[
          verifiedLevel && verifiedAt && t(`level.${verifiedLevel}`),
          t('posture.proofTarget', {
            target: shortDuration(verified.targetSeconds),
          }),
        ]
          .filter(Boolean)
          .join(' · ')}
        isMet={verified.met}
      />
    </dl>
  );
}
