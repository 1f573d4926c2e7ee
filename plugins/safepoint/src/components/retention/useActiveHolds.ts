import { useApi } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { useLiveData } from '../../hooks/useLiveData';

/** What keeps a point by somebody's word; released holds and pins that ran out are left out. */
export function useActiveHolds(recoveryPointId: string) {
  const api = useApi(safepointApiRef);
  const load = useMemo(
    () => async (signal: AbortSignal) => {
      const holds = await api.listHolds(recoveryPointId, { signal });
      return holds.filter(
        ({ releasedAt, until }) =>
          !releasedAt && (!until || Date.parse(until) > Date.now()),
      );
    },
    [api, recoveryPointId],
  );
  return useLiveData(load);
}
