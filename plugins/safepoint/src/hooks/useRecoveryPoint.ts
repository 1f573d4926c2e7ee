import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { safepointApiRef } from '../api/safepointApiRef';
import { useLiveData } from './useLiveData';

/** A recovery point with its stored objects and drills. */
export function useRecoveryPoint(recoveryPointId: string) {
  const api = useApi(safepointApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getRecoveryPoint(recoveryPointId, { signal }),
    [api, recoveryPointId],
  );
  return useLiveData(load);
}
