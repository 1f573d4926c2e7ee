import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { StoreInstanceView } from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { entityName } from '../../format/entityName';
import { useAction } from '../../hooks/useAction';
import { useNotice } from '../../hooks/useNotice';
import { safepointTranslationRef } from '../../translation';
import { useRecovery } from '../tab/RecoveryContext';

/** Asks for the restore, and says whether it waits for somebody or has started. */
export function useAskForRestore(options: {
  instance: StoreInstanceView;
  onAsked: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(safepointApiRef);
  const notify = useNotice();
  const { refresh } = useRecovery();
  const { instance, onAsked } = options;
  return useAction(
    useCallback(
      async (recoveryPointId: string, reason: string) => {
        const request = await api.createRequest({
          kind: 'restore',
          instanceId: instance.id,
          recoveryPointId,
          reason,
        });
        const name = entityName(instance.entityRef);
        notify(
          request.status === 'awaiting-approval'
            ? t('restore.asked', { name })
            : t('restore.started', { name }),
        );
        refresh();
        onAsked();
      },
      [api, notify, instance, onAsked, refresh, t],
    ),
  );
}
