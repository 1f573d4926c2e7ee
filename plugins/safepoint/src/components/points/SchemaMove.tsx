import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { SchemaChangeView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';

/** Whether and how the schema moved from the earlier to the later of two points. */
export function SchemaMove(props: { change: SchemaChangeView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { change, reason, tablesAdded, tablesRemoved } = props.change;
  const tables = [
    ...tablesAdded.map(name => t('details.tableAdded', { name })),
    ...tablesRemoved.map(name => t('details.tableRemoved', { name })),
  ];
  return (
    <>
      {t(`details.schemaChange.${change}`)}
      {change === 'unknown' && ` ${reason}`}
      {tables.length > 0 && ` ${tables.join(', ')}`}
    </>
  );
}
