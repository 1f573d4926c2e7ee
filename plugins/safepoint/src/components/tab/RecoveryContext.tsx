import type {
  EntityRecoveryView,
  EnvironmentRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { createContext, useContext } from 'react';

/** What every part of the tab needs: the whole, the environment that is shown, and two things to do. */
export interface RecoveryContextValue {
  recovery: EntityRecoveryView;
  environment: EnvironmentRecoveryView;
  /** Loads the recovery again; called after everything that a user did. */
  refresh: () => void;
  /** Opens the restore dialog for a store, at a point if one is named. */
  openRestore: (instanceId: string, recoveryPointId?: string) => void;
}

const RecoveryContext = createContext<RecoveryContextValue | undefined>(
  undefined,
);

export const RecoveryProvider = RecoveryContext.Provider;

export function useRecovery(): RecoveryContextValue {
  const value = useContext(RecoveryContext);
  if (!value) {
    throw new Error('useRecovery must be used within the Recovery tab');
  }
  return value;
}
