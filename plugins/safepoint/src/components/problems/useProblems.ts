import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { useAction } from '../../hooks/useAction';
import { useLiveData } from '../../hooks/useLiveData';

const pauseBefore = () => 30_000;

/** The problems of a store, kept fresh while the page is visible, and saying that one sees to one. */
export function useProblems(instanceId: string) {
  const api = useApi(safepointApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.listProblems(instanceId, { signal }),
    [api, instanceId],
  );
  const problems = useLiveData(load, pauseBefore);
  const refresh = problems.status === 'loading' ? undefined : problems.refresh;
  const acknowledge = useAction(
    useCallback(
      async (problemId: string) => {
        await api.acknowledgeProblem(problemId);
        refresh?.();
      },
      [api, refresh],
    ),
  );
  return { problems, acknowledge };
}
