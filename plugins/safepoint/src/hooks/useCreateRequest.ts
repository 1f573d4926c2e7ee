import { useApi } from '@backstage/frontend-plugin-api';
import type { CreateRequestBody } from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback } from 'react';
import { safepointApiRef } from '../api/safepointApiRef';
import { useRecovery } from '../components/tab/RecoveryContext';
import { useAction } from './useAction';
import { useNotice } from './useNotice';

/** Asks for a backup or a drill, says so, and shows it. */
export function useCreateRequest(confirmation: string) {
  const api = useApi(safepointApiRef);
  const notify = useNotice();
  const { refresh } = useRecovery();
  return useAction(
    useCallback(
      async (body: CreateRequestBody) => {
        await api.createRequest(body);
        notify(confirmation);
        refresh();
      },
      [api, notify, confirmation, refresh],
    ),
  );
}
