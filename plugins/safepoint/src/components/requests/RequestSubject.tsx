import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  InstanceRecoveryView,
  RequestView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { formatMoment } from '../../format/formatTime';
import { safepointTranslationRef } from '../../translation';

/** `Restore · state of 23 Nov, 02:41 · into staging`. */
export function RequestSubject(props: {
  request: RequestView;
  instance: InstanceRecoveryView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { kind, recoveryPointId, environment, targetEnvironment } =
    props.request;
  const point = props.instance.recoveryPoints.find(
    ({ id }) => id === recoveryPointId,
  );
  const parts = [
    t(`requestKind.${kind}`),
    point?.stateAt &&
      t('requests.ofState', { moment: formatMoment(point.stateAt) }),
    targetEnvironment &&
      targetEnvironment !== environment &&
      t('requests.into', { environment: targetEnvironment }),
  ];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}
