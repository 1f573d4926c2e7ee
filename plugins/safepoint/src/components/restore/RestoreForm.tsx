import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type {
  InstanceRecoveryView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useState } from 'react';
import { entityName } from '../../format/entityName';
import { storeName } from '../../format/storeName';
import { useRestorePreview } from '../../hooks/useRestorePreview';
import { safepointTranslationRef } from '../../translation';
import { FormDialog } from '../common/FormDialog';
import { ConfirmationFields } from './ConfirmationFields';
import { PointPicker } from './PointPicker';
import { RestorePreview } from './RestorePreview';
import { RestoreStep } from './RestoreStep';
import { useAskForRestore } from './useAskForRestore';
import { useReasonOf } from './useReasonOf';

/** Which state, what it means, and why: the three things that a restore needs to be asked for. */
export function RestoreForm(props: {
  instance: InstanceRecoveryView;
  /** The point that a link or button named; otherwise the last known good is chosen. */
  recoveryPointId?: string;
  /** That point, when it is not among the newest ones of the instance. */
  olderPoint?: RecoveryPointView;
  /** What is to be undone, where a link says so; the reason then begins with it. */
  deploymentId?: string;
  onClose: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { instance, may, lastKnownGood } = props.instance;
  const [pointId, setPointId] = useState(
    props.recoveryPointId ?? lastKnownGood.recoveryPointId,
  );
  const [reason, setReason] = useState(useReasonOf(props.deploymentId));
  const preview = useRestorePreview(pointId);
  const name = storeName(instance);
  const isPreviewReady = preview.status === 'ready';
  const needsApproval = isPreviewReady && preview.data.approvalsNeeded > 0;
  const ask = useAskForRestore({ instance, onAsked: props.onClose });

  return (
    <FormDialog
      width={760}
      title={t('restore.title', { name, environment: instance.environment })}
      onClose={props.onClose}
      submit={{
        label: needsApproval ? t('restore.ask') : t('restore.start'),
        run: () => pointId && ask.run(pointId, reason.trim()),
        isPending: ask.isPending,
        isDestructive: true,
        isReady: may.restore && isPreviewReady,
      }}
      failure={ask.error && { title: t('restore.failed'), error: ask.error }}
    >
      {!may.restore && (
        <Alert status="warning" icon title={t('action.mayNotRestore')} />
      )}
      <RestoreStep title={t('restore.which')}>
        <PointPicker
          instance={props.instance}
          olderPoint={props.olderPoint}
          value={pointId}
          onChange={setPointId}
        />
      </RestoreStep>
      <RestoreStep title={t('restore.meaning')}>
        {pointId ? (
          <RestorePreview preview={preview} />
        ) : (
          <Text as="p">{t('restore.choose')}</Text>
        )}
      </RestoreStep>
      {may.restore && (
        <RestoreStep title={t('restore.confirm')}>
          <ConfirmationFields
            reason={reason}
            onReasonChange={setReason}
            nameToType={
              instance.production ? entityName(instance.entityRef) : undefined
            }
          />
        </RestoreStep>
      )}
    </FormDialog>
  );
}
