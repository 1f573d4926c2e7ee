import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OpenProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';
import { RelativeTime } from '../common/RelativeTime';

/** What was wrong until lately. */
export function ResolvedProblems(props: { problems: OpenProblemView[] }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  return (
    <details>
      <summary>{t('problems.resolved')}</summary>
      <DataTable
        compact
        caption={t('problems.resolved')}
        columns={[
          { name: t('problems.problem') },
          { name: t('problems.since') },
          { name: t('problems.end') },
        ]}
      >
        {props.problems.map(({ id, title, since, resolvedAt = since }) => (
          <tr key={id}>
            <th scope="row">{title}</th>
            <td>
              <RelativeTime time={since} />
            </td>
            <td>
              <RelativeTime time={resolvedAt} />
            </td>
          </tr>
        ))}
      </DataTable>
    </details>
  );
}
