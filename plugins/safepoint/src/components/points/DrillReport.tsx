import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { DrillView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { ExternalLink } from '../common/ExternalLink';
import { Phases } from '../common/Phases';
import { RelativeTime } from '../common/RelativeTime';
import { StatusMark } from '../common/StatusMark';
import { CheckTable } from './CheckTable';
import styles from './Points.module.css';

/** What a drill saw: outcome, checks with expected and actual, and how long each phase took. */
export function DrillReport(props: { drill: DrillView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { drill } = props;
  return (
    <article className={styles.drill}>
      <Text as="div" className={styles.drillHeading}>
        <StatusMark tone={drill.outcome === 'passed' ? 'success' : 'danger'}>
          {drill.outcome === 'passed'
            ? t('details.drillPassed', { level: drill.level })
            : t('details.drillFailed')}
        </StatusMark>
        <RelativeTime time={drill.finishedAt ?? drill.startedAt} />
        {drill.pipelineUrl && (
          <ExternalLink href={drill.pipelineUrl}>
            {t('points.pipeline')}
          </ExternalLink>
        )}
      </Text>
      {drill.problem && <Text as="p">{drill.problem.message}</Text>}
      {drill.checks.length > 0 && <CheckTable checks={drill.checks} />}
      <Phases phases={drill.phases} />
    </article>
  );
}
