import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoveryPointDetailView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { FactList } from '../common/FactList';
import { SchemaMove } from './SchemaMove';
import { SetMembership } from './SetMembership';

/** What a point belongs to and what it follows: its recovery set, its deployment, the schema before it. */
export function PointContext(props: { detail: RecoveryPointDetailView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { baselineOf, set, schemaChange } = props.detail;
  if (!baselineOf && !set && !schemaChange) return null;
  return (
    <FactList
      facts={[
        {
          term: t('details.set'),
          value: set && <SetMembership set={set} />,
        },
        {
          term: t('details.schema'),
          value: schemaChange && <SchemaMove change={schemaChange} />,
        },
        {
          term: t('details.baseline'),
          value: baselineOf && t('details.baselineByPromotion'),
        },
      ]}
    />
  );
}
