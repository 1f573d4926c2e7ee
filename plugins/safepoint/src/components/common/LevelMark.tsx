import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import styles from './LevelMark.module.css';

/** A verification level and what it means. */
export function LevelMark(props: { level: RecoveryPointView['level'] }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { level } = props;
  const isProven = level !== 'L0' && level !== 'L1';
  return (
    <span className={styles.mark}>
      <span className={`${styles.level} ${isProven ? styles.proven : ''}`}>
        {level}
      </span>
      <span className={styles.words}>{t(`level.${level}`)}</span>
    </span>
  );
}
