import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';
import { formatAbsoluteTime } from '../../format/formatTime';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { ExternalLink } from '../common/ExternalLink';
import { FactList } from '../common/FactList';
import { ShortId } from '../common/ShortId';
import styles from './Points.module.css';

/** What the portal knows of a point without looking into the storage. */
export function PointFacts(props: { point: RecoveryPointView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { number } = useFormat();
  const { point } = props;
  const moment = (time?: string) => time && formatAbsoluteTime(time);
  return (
    <FactList
      facts={[
        {
          term: t('details.problem'),
          value: point.problem && (
            <p className={styles.problem}>{point.problem.message}</p>
          ),
        },
        {
          term: t('details.id'),
          value: <ShortId id={point.id} what={t('details.pointId')} />,
        },
        { term: t('points.state'), value: moment(point.stateAt) },
        { term: t('details.created'), value: moment(point.createdAt) },
        { term: t('details.completed'), value: moment(point.completedAt) },
        {
          term: t('details.content'),
          value:
            point.tables === undefined || point.rows === undefined
              ? undefined
              : t('details.contentValue', {
                  tables: number(point.tables),
                  rows: number(point.rows),
                }),
        },
        { term: t('details.engine'), value: point.engineVersion },
        {
          term: t('details.commit'),
          value: point.commit && <code>{point.commit}</code>,
        },
        {
          term: t('requests.pipeline'),
          value: point.pipelineUrl && (
            <ExternalLink href={point.pipelineUrl}>
              {point.pipelineUrl}
            </ExternalLink>
          ),
        },
      ]}
    />
  );
}
