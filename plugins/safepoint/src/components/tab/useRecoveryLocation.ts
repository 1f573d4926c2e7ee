import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What the restore dialog is open for. */
export interface RestoreTarget {
  instanceId?: string;
  recoveryPointId?: string;
  /** The deployment that is the reason; a link of the pipeline names it. */
  deploymentId?: string;
}

/**
 * What the address says: `?environment=` is shown and `?restore=<recovery point>` opens the restore
 * dialog, so that a pipeline, a chat message or a colleague can point at exactly that. `&store=` names
 * the instance and `&deployment=` what is to be undone.
 */
export function useRecoveryLocation() {
  const [params, setParams] = useSearchParams();
  const restoreParam = params.get('restore');
  const storeParam = params.get('store');
  const deploymentParam = params.get('deployment');

  const target = useMemo<RestoreTarget | undefined>(
    () =>
      restoreParam || storeParam
        ? {
            instanceId: storeParam ?? undefined,
            recoveryPointId: restoreParam ?? undefined,
            deploymentId: deploymentParam ?? undefined,
          }
        : undefined,
    [restoreParam, storeParam, deploymentParam],
  );

  const change = useCallback(
    (changes: Record<string, string | undefined>) =>
      setParams(
        previous => {
          const next = new URLSearchParams(previous);
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  return {
    environment: params.get('environment') ?? undefined,
    target,
    showEnvironment: useCallback(
      (environment: string) => change({ environment }),
      [change],
    ),
    openRestore: useCallback(
      (instanceId: string, recoveryPointId?: string) =>
        change({ store: instanceId, restore: recoveryPointId }),
      [change],
    ),
    closeRestore: useCallback(
      () =>
        change({
          store: undefined,
          restore: undefined,
          deployment: undefined,
        }),
      [change],
    ),
  };
}
