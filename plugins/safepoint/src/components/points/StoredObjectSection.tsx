import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { StoredObjectView } from '@safepoint/backstage-plugin-safepoint-common';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { CopyButton } from '../common/CopyButton';
import { DataTable } from '../common/DataTable';
import { Section } from '../common/Section';
import styles from './Points.module.css';

/** Where each object lies, for whoever restores by hand. */
export function StoredObjectSection(props: { objects: StoredObjectView[] }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { bytes } = useFormat();
  return (
    <Section title={t('details.objects')} level="h4">
      {props.objects.length === 0 ? (
        <Text as="p">{t('details.noObjects')}</Text>
      ) : (
        <DataTable
          compact
          caption={t('details.objectsCaption')}
          columns={[
            { name: t('details.object') },
            { name: t('points.size') },
            { name: t('details.location') },
          ]}
        >
          {props.objects.map(({ name, key, location, sizeBytes }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className={styles.size}>{bytes(sizeBytes)}</td>
              <td>
                <div className={styles.location}>
                  <code>{location ?? key}</code>
                  <CopyButton text={location ?? key} what={name} />
                </div>
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </Section>
  );
}
