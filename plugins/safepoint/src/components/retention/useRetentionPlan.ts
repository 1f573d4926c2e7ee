import { useApi } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { useLiveData } from '../../hooks/useLiveData';

/** What of a store stays and what goes, as of now; asked for only while somebody looks at it. */
export function useRetentionPlan(instanceId: string, isShown: boolean) {
  const api = useApi(safepointApiRef);
  const load = useMemo(
    () =>
      isShown
        ? (signal: AbortSignal) => api.getRetentionPlan(instanceId, { signal })
        : undefined,
    [api, instanceId, isShown],
  );
  return useLiveData(load);
}
