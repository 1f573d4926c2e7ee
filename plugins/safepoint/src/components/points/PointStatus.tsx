import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { StatusMark } from '../common/StatusMark';
import { toneOfPointStatus } from '../common/tone';

/**
 * Quarantine outweighs the status, because such a point is never used; what is unusual stands beside it,
 * because such a point is.
 */
export function PointStatus(props: { point: RecoveryPointView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { status, quarantined, unusual } = props.point;
  return quarantined ? (
    <StatusMark tone="warning">{t('pointStatus.quarantined')}</StatusMark>
  ) : (
    <>
      <StatusMark tone={toneOfPointStatus[status]}>
        {t(`pointStatus.${status}`)}
      </StatusMark>
      {unusual && <StatusMark tone="warning">{t('scrub.unusual')}</StatusMark>}
    </>
  );
}
