import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  InstanceRecoveryView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { formatMoment } from '../../format/formatTime';
import { safepointTranslationRef } from '../../translation';
import { ActionButton } from '../actions/ActionButton';
import { useRecovery } from '../tab/RecoveryContext';
import { usePointUnavailable } from './usePointUnavailable';

/** Opens the restore dialog at this point. */
export function RestorePointButton(props: {
  point: RecoveryPointView;
  instance: InstanceRecoveryView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { openRestore } = useRecovery();
  const pointUnavailable = usePointUnavailable(props.point);
  const { point, instance } = props;
  const unavailable = instance.may.restore
    ? pointUnavailable
    : t('action.mayNotRestore');
  return (
    <ActionButton
      variant="secondary"
      aria-label={t('action.restorePoint', {
        moment: formatMoment(point.stateAt ?? point.createdAt),
      })}
      unavailableBecause={unavailable}
      onPress={() => openRestore(instance.instance.id, point.id)}
    >
      {t('action.restore')}
    </ActionButton>
  );
}
