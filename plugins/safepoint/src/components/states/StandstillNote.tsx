import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import type { StandstillView } from '@safepoint/backstage-plugin-safepoint-common';
import { formatMoment } from '../../format/formatTime';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';

/** That the portal has stopped doing by itself what the page rests on; nothing while it works. */
export function StandstillNote(props: { standstill?: StandstillView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime } = useFormat();
  const { standstill } = props;
  if (!standstill) return null;
  const { since, tasks } = standstill;
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('standstill.title', {
        moment: formatMoment(since),
        age: relativeTime(since),
      })}
      description={t('standstill.explanation', {
        tasks: tasks.map(({ task }) => nameOf(task)).join(', '),
      })}
    />
  );
}

/** `safepoint-evaluate-postures` says in words what it is. */
function nameOf(task: string): string {
  return task.replace(/^safepoint-/, '').replaceAll('-', ' ');
}
