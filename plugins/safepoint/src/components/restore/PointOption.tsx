import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';
import { shortCommit } from '../../format/entityName';
import { formatMoment } from '../../format/formatTime';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import styles from './Restore.module.css';

/** A recovery point as one chooses it: when, why it exists, how far it is proven. */
export function PointOption(props: {
  stateAt?: string;
  point?: RecoveryPointView;
  words?: string;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime, bytes } = useFormat();
  const { stateAt, point, words } = props;
  const details = point && [
    t(`trigger.${point.trigger}`),
    point.commit && shortCommit(point.commit),
    `${point.level} ${t(`level.${point.level}`)}`,
    point.storedBytes !== undefined && bytes(point.storedBytes),
  ];
  return (
    <span className={styles.option}>
      {stateAt && (
        <span>
          {relativeTime(stateAt)} · {formatMoment(stateAt)}
        </span>
      )}
      {words && <strong>{words}</strong>}
      {details && (
        <span className={styles.optionDetail}>
          {details.filter(Boolean).join(' · ')}
        </span>
      )}
    </span>
  );
}
