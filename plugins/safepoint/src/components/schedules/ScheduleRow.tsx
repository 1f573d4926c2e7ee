import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ScheduleView } from '@safepoint/backstage-plugin-safepoint-common';
import type { Action } from '../../hooks/useAction';
import { safepointTranslationRef } from '../../translation';
import { ActionButton } from '../actions/ActionButton';
import { ActionCell } from '../common/ActionCell';
import { RelativeTime } from '../common/RelativeTime';
import { ScheduleNext } from './ScheduleNext';

/** One scheduled work, with the button that pauses it or ends its pause. */
export function ScheduleRow(props: {
  schedule: ScheduleView;
  mayPause: boolean;
  onPause: () => void;
  resume: Action<[ScheduleView['kind']]>;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { schedule, mayPause, onPause, resume } = props;
  const { cron, kind, last, pause, timezone } = schedule;
  const words = t(pause ? 'schedules.resume' : 'schedules.pause');
  const work = t(`schedules.${kind}`);
  return (
    <tr>
      <th scope="row">{work}</th>
      <td>
        <code>{cron}</code> {timezone}
      </td>
      <td>
        <ScheduleNext schedule={schedule} />
      </td>
      <td>
        {last ? (
          <>
            <RelativeTime time={last.startedAt} />,{' '}
            {t(`schedules.status.${last.status}`)}
          </>
        ) : (
          t('schedules.neverRan')
        )}
      </td>
      <ActionCell>
        <ActionButton
          variant="secondary"
          aria-label={`${words}: ${work}`}
          isPending={resume.isPending}
          unavailableBecause={mayPause ? undefined : t('schedules.mayNot')}
          onPress={() => (pause ? resume.run(kind) : onPause())}
        >
          {words}
        </ActionButton>
      </ActionCell>
    </tr>
  );
}
