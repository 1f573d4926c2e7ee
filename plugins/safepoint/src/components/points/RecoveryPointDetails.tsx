import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  InstanceRecoveryView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useRecoveryPoint } from '../../hooks/useRecoveryPoint';
import { safepointTranslationRef } from '../../translation';
import { ErrorNote } from '../states/ErrorNote';
import { DrillSection } from './DrillSection';
import { PointFacts } from './PointFacts';
import styles from './Points.module.css';
import { StoredObjectSection } from './StoredObjectSection';

/** What a point holds, where it lies, and what was proven of it. */
export function RecoveryPointDetails(props: {
  point: RecoveryPointView;
  instance: InstanceRecoveryView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const detail = useRecoveryPoint(props.point.id);
  return (
    <div className={styles.detailList}>
      <PointFacts
        point={props.point}
        detail={detail.status === 'ready' ? detail.data : undefined}
      />
      {detail.status === 'loading' && (
        <div role="status">
          <VisuallyHidden>{t('details.loading')}</VisuallyHidden>
          <Skeleton width="100%" height={80} />
        </div>
      )}
      {detail.status === 'failed' && (
        <ErrorNote
          title={t('details.failed')}
          error={detail.error}
          onRetry={detail.refresh}
        />
      )}
      {detail.status === 'ready' && (
        <>
          <StoredObjectSection objects={detail.data.objects} />
          <DrillSection
            drills={detail.data.drills}
            point={props.point}
            instance={props.instance}
          />
        </>
      )}
    </div>
  );
}
