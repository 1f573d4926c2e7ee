import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OpenProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import type { Action } from '../../hooks/useAction';
import { safepointTranslationRef } from '../../translation';
import { ActionButton } from '../actions/ActionButton';
import { ActionCell } from '../common/ActionCell';
import { DataTable } from '../common/DataTable';
import { RelativeTime } from '../common/RelativeTime';
import { StatusMark } from '../common/StatusMark';
import { toneOfProblem } from './toneOfProblem';

/** What is wrong now, and who sees to it. */
export function OpenProblems(props: {
  caption: string;
  problems: OpenProblemView[];
  acknowledge: Action<[problemId: string]>;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { acknowledge, caption, problems } = props;
  return (
    <DataTable
      caption={caption}
      columns={[
        { name: t('problems.problem') },
        { name: t('problems.severity') },
        { name: t('problems.since') },
        { name: t('problems.actions'), hidden: true },
      ]}
    >
      {problems.map(problem => (
        <tr key={problem.id}>
          <th scope="row">
            {problem.title}
            <div>{problem.text}</div>
          </th>
          <td>
            <StatusMark tone={toneOfProblem[problem.severity]}>
              {t(`problems.${problem.severity}`)}
            </StatusMark>
          </td>
          <td>
            <RelativeTime time={problem.since} />
          </td>
          <ActionCell>
            {problem.acknowledgedBy ? (
              t('problems.acknowledged', { name: problem.acknowledgedBy })
            ) : (
              <ActionButton
                variant="secondary"
                aria-label={`${t('problems.acknowledge')}: ${problem.title}`}
                isPending={acknowledge.isPending}
                unavailableBecause={
                  problem.mayAcknowledge ? undefined : t('problems.mayNot')
                }
                onPress={() => acknowledge.run(problem.id)}
              >
                {t('problems.acknowledge')}
              </ActionButton>
            )}
          </ActionCell>
        </tr>
      ))}
    </DataTable>
  );
}
