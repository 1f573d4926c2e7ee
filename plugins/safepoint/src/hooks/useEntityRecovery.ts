import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback } from 'react';
import { safepointApiRef } from '../api/safepointApiRef';
import { isUnderWay } from './isUnderWay';
import { useLiveData, type LiveData } from './useLiveData';

const pauseWhileUnderWay = 5_000;
const pauseOtherwise = 30_000;

function pauseBefore(recovery: EntityRecoveryView | undefined): number {
  return recovery && isUnderWay(recovery) ? pauseWhileUnderWay : pauseOtherwise;
}

/** The entity's recovery, kept fresh while the page is visible. */
export function useEntityRecovery(
  entity: Entity,
): LiveData<EntityRecoveryView> {
  const api = useApi(safepointApiRef);
  const entityRef = stringifyEntityRef(entity);
  const load = useCallback(
    (signal: AbortSignal) => api.getEntityRecovery(entityRef, { signal }),
    [api, entityRef],
  );
  return useLiveData(load, pauseBefore);
}
