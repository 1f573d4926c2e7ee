import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { CheckView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';
import { StatusMark } from '../common/StatusMark';
import styles from './Points.module.css';

/** The checks of a drill, those that failed first. */
export function CheckTable(props: { checks: CheckView[] }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const checks = [...props.checks].sort(
    (one, other) => Number(one.passed) - Number(other.passed),
  );
  return (
    <DataTable
      compact
      caption={t('details.checks')}
      columns={[
        { name: t('details.check') },
        { name: t('details.result') },
        { name: t('details.expected') },
        { name: t('details.actual') },
      ]}
    >
      {checks.map(({ name, passed, expected, actual }, index) => (
        <tr key={`${index} ${name}`}>
          <th scope="row">{name}</th>
          <td>
            <StatusMark tone={passed ? 'success' : 'danger'}>
              {passed ? t('details.passed') : t('details.notPassed')}
            </StatusMark>
          </td>
          <td className={styles.value}>{expected ?? '–'}</td>
          <td className={styles.value}>{actual ?? '–'}</td>
        </tr>
      ))}
    </DataTable>
  );
}
