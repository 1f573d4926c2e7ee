import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ScheduleView } from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { useAction } from '../../hooks/useAction';
import { useNotice } from '../../hooks/useNotice';
import { safepointTranslationRef } from '../../translation';
import { useRecovery } from '../tab/RecoveryContext';

/** Ends the pause of one scheduled work, says so, and shows it. */
export function useResume(instanceId: string) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(safepointApiRef);
  const notify = useNotice();
  const { refresh } = useRecovery();
  return useAction(
    useCallback(
      async (kind: ScheduleView['kind']) => {
        await api.resumeSchedule({ instanceId, kind });
        notify(t('schedules.resumed'));
        refresh();
      },
      [api, instanceId, notify, t, refresh],
    ),
  );
}
