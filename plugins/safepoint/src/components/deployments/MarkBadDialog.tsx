import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { DeploymentView } from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback, useState } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { shortCommit } from '../../format/entityName';
import {
  fromLocalInputValue,
  toLocalInputValue,
} from '../../format/formatTime';
import { useAction } from '../../hooks/useAction';
import { safepointTranslationRef } from '../../translation';
import { FormDialog } from '../common/FormDialog';
import { MomentField } from '../common/MomentField';
import { ReasonField } from '../common/ReasonField';
import { useRecovery } from '../tab/RecoveryContext';

/** Asks since when a deployment has been damaging data, and why somebody says so. */
export function MarkBadDialog(props: {
  deployment: DeploymentView;
  onClose: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(safepointApiRef);
  const { refresh } = useRecovery();
  const { deployment, onClose } = props;
  const startedAt = deployment.startedAt ?? deployment.gatedAt;
  const [since, setSince] = useState(toLocalInputValue(startedAt));
  const [reason, setReason] = useState('');
  const isStart = since === toLocalInputValue(startedAt);
  const sinceMoment = fromLocalInputValue(since);

  const markBad = useAction(
    useCallback(async () => {
      await api.markDeploymentBad(deployment.id, {
        // The field knows minutes only; an untouched one means the exact start.
        since: isStart ? undefined : sinceMoment?.toISOString(),
        reason: reason.trim(),
      });
      refresh();
      onClose();
    }, [api, deployment.id, isStart, sinceMoment, reason, refresh, onClose]),
  );

  function sinceProblem() {
    if (!sinceMoment) return t('markBad.sinceInvalid');
    const isFuture = sinceMoment.getTime() > Date.now();
    return isFuture ? t('markBad.sinceFuture') : undefined;
  }

  return (
    <FormDialog
      title={t('markBad.title', { commit: commitOf(deployment) })}
      onClose={onClose}
      submit={{
        label: t('markBad.submit'),
        run: markBad.run,
        isPending: markBad.isPending,
        isDestructive: true,
      }}
      failure={
        markBad.error && { title: t('action.refused'), error: markBad.error }
      }
    >
      <Text as="p">{t('markBad.explanation')}</Text>
      <MomentField
        label={t('markBad.since')}
        description={t('markBad.sinceHelp')}
        value={since}
        onChange={setSince}
        problem={sinceProblem()}
      />
      <ReasonField
        label={t('markBad.reason')}
        description={t('markBad.reasonHelp')}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}

function commitOf({ commit, id }: DeploymentView): string {
  return commit ? shortCommit(commit) : id;
}
