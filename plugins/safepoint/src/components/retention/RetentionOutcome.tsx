import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RetentionDecisionView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { RelativeTime } from '../common/RelativeTime';
import { StatusMark } from '../common/StatusMark';
import styles from './Retention.module.css';

/** Whether a point stays or goes, and when that changes. */
export function RetentionOutcome(props: { decision: RetentionDecisionView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { point, keep, deletableFrom, deleteAfter } = props.decision;
  if (keep) {
    return (
      <>
        <StatusMark tone="success">
          {point.held ? t('retention.held') : t('retention.stays')}
        </StatusMark>
        {deletableFrom && (
          <div className={styles.note}>
            {t('retention.until')} <RelativeTime time={deletableFrom} />
          </div>
        )}
      </>
    );
  }
  return (
    <>
      <StatusMark tone={point.problem ? 'danger' : 'warning'}>
        {point.status === 'expired'
          ? t('retention.planned')
          : t('retention.goes')}
      </StatusMark>
      <div className={styles.note}>
        {point.problem ? (
          point.problem.message
        ) : (
          <>
            {t('retention.deletedFrom')}{' '}
            {deleteAfter && <RelativeTime time={deleteAfter} />}
          </>
        )}
      </div>
    </>
  );
}
