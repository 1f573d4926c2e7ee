import { useApi } from '@backstage/frontend-plugin-api';
import type {
  InstanceRecoveryView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback, useState } from 'react';
import { safepointApiRef } from '../api/safepointApiRef';
import { useAction } from './useAction';

interface OlderPages {
  items: RecoveryPointView[];
  nextCursor?: string;
}

/** The newest points, which stay fresh, followed by the older pages that the user asked for. */
export function useMoreRecoveryPoints(instance: InstanceRecoveryView) {
  const api = useApi(safepointApiRef);
  const [older, setOlder] = useState<OlderPages>();
  const cursor = older ? older.nextCursor : instance.nextCursor;
  const instanceId = instance.instance.id;
  const newestPoints = instance.recoveryPoints;

  const loadMore = useAction(
    useCallback(async () => {
      if (!cursor) return;
      const page = await api.listRecoveryPoints({ instanceId, cursor });
      setOlder(previous => ({
        // The newest window moves on; what has left it must not fall between.
        items: [...(previous?.items ?? newestPoints), ...page.items],
        nextCursor: page.nextCursor,
      }));
    }, [api, cursor, instanceId, newestPoints]),
  );

  const newest = new Set(newestPoints.map(({ id }) => id));
  const items = (older?.items ?? []).filter(({ id }) => !newest.has(id));
  return {
    points: [...newestPoints, ...items],
    hasMore: cursor !== undefined,
    loadMore,
  };
}
