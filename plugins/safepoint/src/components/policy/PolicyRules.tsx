import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ExplainedPolicyView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';

/** Every rule with its value and its reason; folded away, since few ask for it and those ask for all. */
export function PolicyRules(props: {
  policy: ExplainedPolicyView;
  name: string;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { policy, name } = props;
  return (
    <details>
      <summary>{t('policy.rules')}</summary>
      <DataTable
        compact
        caption={t('policy.caption', { name })}
        columns={[
          { name: t('policy.rule') },
          { name: t('policy.value') },
          { name: t('policy.reason') },
        ]}
      >
        {policy.explanation.map(({ rule, value, from, reason }) => (
          <tr key={rule}>
            <th scope="row">{rule}</th>
            <td>{value}</td>
            <td>
              {t(`policy.from.${from}`)}: {reason}
            </td>
          </tr>
        ))}
      </DataTable>
      {policy.ignored.length > 0 && (
        <>
          <Text as="p" weight="bold">
            {t('policy.ignored')}
          </Text>
          <ul>
            {policy.ignored.map(({ rule, value, reason }) => (
              <li key={rule}>
                {rule} {value}: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
