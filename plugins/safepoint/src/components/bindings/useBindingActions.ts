import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { useAction } from '../../hooks/useAction';
import { useRecovery } from '../tab/RecoveryContext';

/** Confirms and revokes bindings. */
export function useBindingActions() {
  const api = useApi(safepointApiRef);
  const { refresh } = useRecovery();
  const confirm = useAction(
    useCallback(
      async (bindingId: string) => {
        await api.confirmBinding(bindingId);
        refresh();
      },
      [api, refresh],
    ),
  );
  const revoke = useAction(
    useCallback(
      async (bindingId: string) => {
        await api.revokeBinding(bindingId);
        refresh();
      },
      [api, refresh],
    ),
  );
  return { confirm, revoke, error: confirm.error ?? revoke.error };
}

export type BindingActions = ReturnType<typeof useBindingActions>;
