import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';

/** What the point takes in the storage; its title is the size before compression. */
export function PointSize(props: { point: RecoveryPointView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { bytes } = useFormat();
  const { sourceBytes, storedBytes } = props.point;
  if (storedBytes === undefined) return <>–</>;
  const title =
    sourceBytes === undefined
      ? undefined
      : t('points.sourceSize', { size: bytes(sourceBytes) });
  return <span title={title}>{bytes(storedBytes)}</span>;
}
