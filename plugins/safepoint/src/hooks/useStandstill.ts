import {
  discoveryApiRef,
  fetchApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import type {
  HealthView,
  StandstillView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback } from 'react';
import { useLiveData } from './useLiveData';

const pauseMilliseconds = 30_000;

/**
 * What the portal has stopped doing by itself, for a page that learns nothing else of it. A portal that does
 * not answer is told of by what the page itself asks.
 */
export function useStandstill(): StandstillView | undefined {
  const discoveryApi = useApi(discoveryApiRef);
  const fetchApi = useApi(fetchApiRef);
  const load = useCallback(
    async (signal: AbortSignal): Promise<HealthView> => {
      const baseUrl = await discoveryApi.getBaseUrl('safepoint');
      const response = await fetchApi.fetch(`${baseUrl}/health`, { signal });
      // 503 has the same body as 200.
      return response.json();
    },
    [discoveryApi, fetchApi],
  );
  const health = useLiveData(load, () => pauseMilliseconds);
  return health.status === 'ready' ? standstillOf(health.data) : undefined;
}

function standstillOf({ tasks = [] }: HealthView): StandstillView | undefined {
  const silent = tasks.filter(
    ({ ageSeconds = 0, boundSeconds }) => ageSeconds > boundSeconds,
  );
  if (silent.length === 0) return undefined;
  const since = silent
    .map(task => task.since)
    .reduce((a, b) => (a < b ? a : b));
  return { since, tasks: silent };
}
