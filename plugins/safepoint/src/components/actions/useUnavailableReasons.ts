import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  findTwin,
  type InstanceRecoveryView,
  type RequestView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { isUsable } from '../points/isUsable';

/** For each action on a data store why it cannot be used now; undefined where it can. */
export function useUnavailableReasons(recovery: InstanceRecoveryView) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { may, requests, recoveryPoints, nextCursor } = recovery;
  const isOpen = (kind: RequestView['kind']) =>
    findTwin(kind, requests) !== undefined;
  // Older pages may hold a usable point where the newest one does not.
  const hasPoint = recoveryPoints.some(isUsable) || nextCursor !== undefined;

  function backup() {
    if (!may.backup) return t('action.mayNotBackup');
    return isOpen('backup') ? t('action.backupUnderWay') : undefined;
  }
  function drill() {
    if (!may.drill) return t('action.mayNotDrill');
    if (!hasPoint) return t('action.nothingToDrill');
    return isOpen('drill') ? t('action.drillUnderWay') : undefined;
  }
  function restore() {
    if (!may.restore) return t('action.mayNotRestore');
    return hasPoint ? undefined : t('action.nothingToRestore');
  }
  return { backup: backup(), drill: drill(), restore: restore() };
}
