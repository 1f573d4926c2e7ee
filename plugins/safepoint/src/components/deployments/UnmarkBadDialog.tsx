import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { DeploymentView } from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback, useState } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { shortCommit } from '../../format/entityName';
import { useAction } from '../../hooks/useAction';
import { safepointTranslationRef } from '../../translation';
import { FormDialog } from '../common/FormDialog';
import { ReasonField } from '../common/ReasonField';
import { useRecovery } from '../tab/RecoveryContext';

/** Asks why a deployment was not bad after all. */
export function UnmarkBadDialog(props: {
  deployment: DeploymentView;
  onClose: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(safepointApiRef);
  const { refresh } = useRecovery();
  const [reason, setReason] = useState('');
  const { deployment, onClose } = props;
  const { id, commit } = deployment;

  const unmarkBad = useAction(
    useCallback(async () => {
      await api.unmarkDeploymentBad(id, { reason: reason.trim() });
      refresh();
      onClose();
    }, [api, id, reason, refresh, onClose]),
  );
  return (
    <FormDialog
      title={t('markBad.unmarkTitle', {
        commit: commit ? shortCommit(commit) : id,
      })}
      onClose={onClose}
      submit={{
        label: t('markBad.unmarkSubmit'),
        run: unmarkBad.run,
        isPending: unmarkBad.isPending,
      }}
      failure={
        unmarkBad.error && {
          title: t('action.refused'),
          error: unmarkBad.error,
        }
      }
    >
      <Text as="p">{t('markBad.unmarkExplanation')}</Text>
      <ReasonField
        label={t('markBad.unmarkReason')}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
