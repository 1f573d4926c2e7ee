import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import type {
  EntityRecoveryView,
  InstanceRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useRecoveryPoint } from '../../hooks/useRecoveryPoint';
import { safepointTranslationRef } from '../../translation';
import { ErrorNote } from '../states/ErrorNote';
import { LoadingRecovery } from '../states/LoadingRecovery';
import type { RestoreTarget } from '../tab/useRecoveryLocation';
import { RestoreForm } from './RestoreForm';

/** The restore of what a link or a button names; a point too old for the page is looked up first. */
export function RestoreDialog(props: {
  recovery: EntityRecoveryView;
  target: RestoreTarget;
  onClose: () => void;
}) {
  const { recovery, target, onClose } = props;
  const instance = findInstance(recovery, target);
  if (instance) {
    return (
      <RestoreForm
        // A link to another point starts afresh.
        key={`${instance.instance.id} ${target.recoveryPointId}`}
        instance={instance}
        recoveryPointId={target.recoveryPointId}
        deploymentId={target.deploymentId}
        onClose={onClose}
      />
    );
  }
  return (
    <RestoreOfOlderPoint
      recovery={recovery}
      recoveryPointId={target.recoveryPointId ?? ''}
      deploymentId={target.deploymentId}
      onClose={onClose}
    />
  );
}

function RestoreOfOlderPoint(props: {
  recovery: EntityRecoveryView;
  recoveryPointId: string;
  deploymentId?: string;
  onClose: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const point = useRecoveryPoint(props.recoveryPointId);
  const instance =
    point.status === 'ready'
      ? findInstance(props.recovery, { instanceId: point.data.instanceId })
      : undefined;
  if (point.status === 'ready' && instance) {
    return (
      <RestoreForm
        instance={instance}
        recoveryPointId={point.data.id}
        olderPoint={point.data}
        deploymentId={props.deploymentId}
        onClose={props.onClose}
      />
    );
  }
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && props.onClose()}>
      <DialogHeader>{t('restore.titleUnknown')}</DialogHeader>
      <DialogBody>
        {point.status === 'loading' ? (
          <LoadingRecovery label={t('restore.previewLoading')} rows={0} />
        ) : (
          <ErrorNote
            title={t('restore.notFound')}
            error={point.status === 'failed' ? point.error : undefined}
            onRetry={point.refresh}
          />
        )}
      </DialogBody>
    </Dialog>
  );
}

/** The instance that has the point on its page; without a point, the one that is named. */
function findInstance(
  recovery: EntityRecoveryView,
  target: RestoreTarget,
): InstanceRecoveryView | undefined {
  return recovery.environments
    .flatMap(({ instances }) => instances)
    .find(({ instance, lastKnownGood, recoveryPoints }) =>
      target.recoveryPointId === undefined
        ? instance.id === target.instanceId
        : lastKnownGood.recoveryPointId === target.recoveryPointId ||
          recoveryPoints.some(({ id }) => id === target.recoveryPointId),
    );
}
