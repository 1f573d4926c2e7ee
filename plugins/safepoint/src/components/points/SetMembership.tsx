import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoverySetView } from '@safepoint/backstage-plugin-safepoint-common';
import { entityName } from '../../format/entityName';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';

/** The recovery set in a sentence: how many, how far apart, and which stores of those one may see. */
export function SetMembership(props: { set: RecoverySetView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { number } = useFormat();
  const { set } = props;
  const count = set.points.length + set.hiddenPoints;
  const stores = [
    ...set.points.map(({ entityRef }) => entityName(entityRef)),
    ...(set.hiddenPoints > 0
      ? [t('details.setHidden', { count: set.hiddenPoints })]
      : []),
  ].join(', ');
  if (set.status !== 'complete') {
    return <>{t(`details.setStatus.${set.status}`, { stores })}</>;
  }
  return (
    <>
      {t('details.setStatus.complete', {
        count,
        stores,
        skew: number(set.skewSeconds ?? 0),
      })}
    </>
  );
}
