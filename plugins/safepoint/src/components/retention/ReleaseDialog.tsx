import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Radio, RadioGroup, Text } from '@backstage/ui';
import type {
  HoldView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback, useState } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { entityName } from '../../format/entityName';
import { formatAbsoluteTime } from '../../format/formatTime';
import { useAction } from '../../hooks/useAction';
import { safepointTranslationRef } from '../../translation';
import { FormDialog } from '../common/FormDialog';
import { ReasonField } from '../common/ReasonField';
import { ErrorNote } from '../states/ErrorNote';
import { useRecovery } from '../tab/RecoveryContext';
import { useActiveHolds } from './useActiveHolds';

/** Shows who keeps a recovery point and why, and asks why it may go. */
export function ReleaseDialog(props: {
  point: RecoveryPointView;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(safepointApiRef);
  const { refresh } = useRecovery();
  const { point, onClose, onDone } = props;
  const holds = useActiveHolds(point.id);
  const found = holds.status === 'ready' ? holds.data : [];
  const [chosen, setChosen] = useState<string>();
  const [reason, setReason] = useState('');
  const holdId = chosen ?? found[0]?.id;

  const release = useAction(
    useCallback(async () => {
      if (!holdId) return;
      await api.releaseHold(holdId, { reason: reason.trim() });
      onDone();
      refresh();
      onClose();
    }, [api, holdId, reason, onDone, refresh, onClose]),
  );
  return (
    <FormDialog
      title={t('retention.releaseTitle', {
        moment: formatAbsoluteTime(point.stateAt ?? point.createdAt),
      })}
      onClose={onClose}
      submit={{
        label: t('retention.releaseSubmit'),
        run: release.run,
        isPending: release.isPending,
        isDestructive: true,
        isReady: holdId !== undefined,
      }}
      failure={
        release.error && { title: t('action.refused'), error: release.error }
      }
    >
      <Text as="p">{t('retention.releaseExplanation')}</Text>
      {holds.status === 'failed' && (
        <ErrorNote
          title={t('retention.holdsFailed')}
          error={holds.error}
          onRetry={holds.refresh}
        />
      )}
      {holds.status === 'ready' && (
        <RadioGroup
          label={t('retention.which')}
          value={holdId ?? null}
          onChange={setChosen}
        >
          {found.map(hold => (
            <Radio key={hold.id} value={hold.id}>
              <HoldWords hold={hold} />
            </Radio>
          ))}
        </RadioGroup>
      )}
      <ReasonField
        label={t('retention.releaseReason')}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}

function HoldWords(props: { hold: HoldView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { kind, until, placedBy, reason, enforcement } = props.hold;
  const by = entityName(placedBy);
  return (
    <>
      {kind === 'pin'
        ? t('retention.pinBy', {
            by,
            reason,
            until: until ? formatAbsoluteTime(until) : '–',
          })
        : t('retention.holdBy', { by, reason })}
      {enforcement === 'storage' && ` ${t('retention.heldInStorage')}`}
    </>
  );
}
