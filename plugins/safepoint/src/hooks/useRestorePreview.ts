import { useApi } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { safepointApiRef } from '../api/safepointApiRef';
import { useLiveData } from './useLiveData';

/** What a restore of this point would do and lose, as of now. */
export function useRestorePreview(recoveryPointId: string | undefined) {
  const api = useApi(safepointApiRef);
  const load = useMemo(
    () =>
      recoveryPointId === undefined
        ? undefined
        : (signal: AbortSignal) =>
            api.previewRestore(recoveryPointId, { signal }),
    [api, recoveryPointId],
  );
  return useLiveData(load);
}
