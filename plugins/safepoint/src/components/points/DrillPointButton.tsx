import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { RiTestTubeLine } from '@remixicon/react';
import type {
  InstanceRecoveryView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { storeName } from '../../format/storeName';
import { useCreateRequest } from '../../hooks/useCreateRequest';
import { safepointTranslationRef } from '../../translation';
import { ActionButton } from '../actions/ActionButton';
import { useUnavailableReasons } from '../actions/useUnavailableReasons';
import { usePointUnavailable } from './usePointUnavailable';

/** Starts a drill of exactly this point. */
export function DrillPointButton(props: {
  point: RecoveryPointView;
  instance: InstanceRecoveryView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { instance } = props.instance;
  const pointUnavailable = usePointUnavailable(props.point);
  const unavailable = useUnavailableReasons(props.instance).drill;
  const drill = useCreateRequest(
    t('action.drillAskedFor', { name: storeName(instance) }),
  );
  return (
    <>
      {drill.error && (
        <Text color="danger" role="alert">
          {drill.error.message}
        </Text>
      )}
      <ActionButton
        variant="secondary"
        iconStart={<RiTestTubeLine />}
        isPending={drill.isPending}
        unavailableBecause={pointUnavailable ?? unavailable}
        onPress={() =>
          drill.run({
            kind: 'drill',
            instanceId: instance.id,
            recoveryPointId: props.point.id,
          })
        }
      >
        {t('action.drillPoint')}
      </ActionButton>
    </>
  );
}
