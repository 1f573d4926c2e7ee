import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ScheduleView } from '@safepoint/backstage-plugin-safepoint-common';
import { entityName } from '../../format/entityName';
import { formatAbsoluteTime } from '../../format/formatTime';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { RelativeTime } from '../common/RelativeTime';
import { StatusMark } from '../common/StatusMark';

/** When it is next; a pause, a delay or a problem says so instead of looking like a plan. */
export function ScheduleNext(props: { schedule: ScheduleView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime } = useFormat();
  const { delay, nextAt, pause, problem } = props.schedule;
  if (pause) {
    const { by, reason, until } = pause;
    const moment = formatAbsoluteTime(until);
    return (
      <>
        <StatusMark tone="warning">
          {t('schedules.pausedUntil', { moment })}
        </StatusMark>
        <Text as="p" variant="body-small" color="secondary">
          {t('schedules.pausedBy', { reason, by: entityName(by) })}
        </Text>
      </>
    );
  }
  const isLate = new Date(nextAt).getTime() < Date.now();
  const why = problem ?? delay?.reason;
  return (
    <>
      {isLate && (problem || delay) ? (
        <StatusMark tone={problem ? 'danger' : 'warning'}>
          {t('schedules.late', { age: relativeTime(nextAt) })}
        </StatusMark>
      ) : (
        <RelativeTime time={nextAt} />
      )}
      {why && (
        <Text as="p" variant="body-small" color="secondary">
          {why}
        </Text>
      )}
    </>
  );
}
