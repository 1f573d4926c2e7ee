import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  ScheduleView,
  StoreInstanceView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback, useState } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import {
  fromLocalInputValue,
  toLocalInputValue,
} from '../../format/formatTime';
import { storeName } from '../../format/storeName';
import { useAction } from '../../hooks/useAction';
import { useNotice } from '../../hooks/useNotice';
import { safepointTranslationRef } from '../../translation';
import { FormDialog } from '../common/FormDialog';
import { MomentField } from '../common/MomentField';
import { ReasonField } from '../common/ReasonField';
import { useRecovery } from '../tab/RecoveryContext';

const day = 86_400_000;

/** Asks until when nothing is to be started by schedule, and why. */
export function PauseDialog(props: {
  instance: StoreInstanceView;
  kind: ScheduleView['kind'];
  onClose: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(safepointApiRef);
  const notify = useNotice();
  const { refresh } = useRecovery();
  const { instance, kind, onClose } = props;
  const [until, setUntil] = useState(() =>
    toLocalInputValue(new Date(Date.now() + day).toISOString()),
  );
  const [reason, setReason] = useState('');
  const moment = fromLocalInputValue(until);

  const pause = useAction(
    useCallback(async () => {
      if (!moment) return;
      await api.pauseSchedule(
        { instanceId: instance.id, kind },
        { until: moment.toISOString(), reason: reason.trim() },
      );
      notify(t('schedules.paused'));
      refresh();
      onClose();
    }, [api, instance.id, kind, moment, reason, notify, t, refresh, onClose]),
  );

  function problemOfUntil() {
    if (!moment) return t('schedules.untilInvalid');
    const isPast = moment.getTime() <= Date.now();
    return isPast ? t('schedules.untilPast') : undefined;
  }

  const title = kind === 'backup' ? 'pauseBackup' : 'pauseDrill';
  return (
    <FormDialog
      title={t(`schedules.${title}`, { name: storeName(instance) })}
      onClose={onClose}
      submit={{
        label: t('schedules.submit'),
        run: pause.run,
        isPending: pause.isPending,
      }}
      failure={
        pause.error && { title: t('action.refused'), error: pause.error }
      }
    >
      <Text as="p">{t('schedules.explanation')}</Text>
      <MomentField
        label={t('schedules.until')}
        description={t('schedules.untilHelp')}
        value={until}
        onChange={setUntil}
        problem={problemOfUntil()}
      />
      <ReasonField
        label={t('schedules.reason')}
        description={t('schedules.reasonHelp')}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
