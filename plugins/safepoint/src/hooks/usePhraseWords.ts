import type { PhrasePartView } from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback } from 'react';
import { useRecovery } from '../components/tab/RecoveryContext';
import { shortCommit } from '../format/entityName';
import { shortId } from '../format/shortId';
import { useFormat } from './useFormat';

/**
 * The words of a piece of a sentence, for where there is room for words only: relative times, a deployment
 * by its commit where the tab shows it, other ids shortened.
 */
export function usePhraseWords(): (part: PhrasePartView) => string {
  const { environment } = useRecovery();
  const { duration, relativeTime } = useFormat();
  return useCallback(
    part => {
      if (part.moment) return relativeTime(part.moment);
      if (part.seconds !== undefined) {
        return part.seconds < 1
          ? part.text
          : duration(Math.round(part.seconds));
      }
      if (part.recoveryPointId) return shortId(part.recoveryPointId);
      if (!part.deploymentId) return part.text;
      const known = environment.deployments.find(
        ({ id }) => id === part.deploymentId,
      );
      return known?.commit
        ? shortCommit(known.commit)
        : shortId(part.deploymentId);
    },
    [environment, duration, relativeTime],
  );
}
