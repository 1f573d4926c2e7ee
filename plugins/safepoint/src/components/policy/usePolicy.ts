import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { useLiveData } from '../../hooks/useLiveData';

const pauseBefore = () => 60_000;

/** The policy of one data store in one environment. */
export function usePolicy(entityRef: string, environment: string) {
  const api = useApi(safepointApiRef);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const { items } = await api.explainEntityPolicy(entityRef, {
        environment,
        signal,
      });
      return items.find(item => item.entityRef === entityRef) ?? null;
    },
    [api, entityRef, environment],
  );
  return useLiveData(load, pauseBefore);
}
