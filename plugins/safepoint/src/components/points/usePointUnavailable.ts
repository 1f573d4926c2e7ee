import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';

/** Why this point can be neither drilled nor restored; undefined if it can. */
export function usePointUnavailable(
  point: RecoveryPointView,
): string | undefined {
  const { t } = useTranslationRef(safepointTranslationRef);
  if (point.quarantined) return t('action.quarantined');
  if (point.status === 'available') return undefined;
  return t('action.notAvailable', { status: t(`pointStatus.${point.status}`) });
}
