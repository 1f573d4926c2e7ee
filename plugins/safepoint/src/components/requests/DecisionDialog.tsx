import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text, TextAreaField } from '@backstage/ui';
import type {
  DecisionView,
  RequestView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback, useState } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { entityName } from '../../format/entityName';
import { storeName } from '../../format/storeName';
import { useAction } from '../../hooks/useAction';
import { useRestorePreview } from '../../hooks/useRestorePreview';
import { safepointTranslationRef } from '../../translation';
import { FormDialog } from '../common/FormDialog';
import { RestorePreview } from '../restore/RestorePreview';
import { useRecovery } from '../tab/RecoveryContext';

/** Shows whoever decides the same consequences as whoever asked saw, and takes the decision. */
export function DecisionDialog(props: {
  request: RequestView;
  decision: DecisionView['decision'];
  onClose: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(safepointApiRef);
  const { environment, refresh } = useRecovery();
  const [comment, setComment] = useState('');
  const { request, decision, onClose } = props;
  const known = environment.instances.find(
    ({ instance }) => instance.id === request.instanceId,
  );
  const name = storeName(known?.instance ?? request);
  const isRestore = request.kind === 'restore';
  const preview = useRestorePreview(
    isRestore ? request.recoveryPointId : undefined,
  );

  const decide = useAction(
    useCallback(async () => {
      await api.decideRequest(request.id, {
        decision,
        comment: comment.trim() || undefined,
      });
      refresh();
      onClose();
    }, [api, request.id, decision, comment, refresh, onClose]),
  );
  return (
    <FormDialog
      width={680}
      title={
        decision === 'approve'
          ? t('decision.approveTitle', { name })
          : t('decision.rejectTitle', { name })
      }
      onClose={onClose}
      submit={{
        label: t(`decision.${decision}`),
        run: decide.run,
        isPending: decide.isPending,
        isDestructive: decision === 'approve',
      }}
      failure={
        decide.error && { title: t('decision.failed'), error: decide.error }
      }
    >
      <Text as="p">
        {t('decision.asks', {
          by: entityName(request.requestedBy),
          reason: request.reason ?? '–',
        })}
      </Text>
      {isRestore && <RestorePreview preview={preview} />}
      <TextAreaField
        label={t('decision.comment')}
        rows={2}
        maxLength={2000}
        value={comment}
        onChange={setComment}
      />
    </FormDialog>
  );
}
