import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  RecoveryPointDetailView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { formatAbsoluteTime } from '../../format/formatTime';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { ExternalLink } from '../common/ExternalLink';
import { FactList } from '../common/FactList';
import { ShortId } from '../common/ShortId';
import { ExternalClaim } from './ExternalClaim';
import styles from './Points.module.css';
import { SchemaMove } from './SchemaMove';
import { SetMembership } from './SetMembership';
import { UnusualList } from './UnusualList';

/** What the portal knows of a point; what it belongs to and follows is in its details. */
export function PointFacts(props: {
  point: RecoveryPointView;
  detail?: RecoveryPointDetailView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { number } = useFormat();
  const { point } = props;
  const { set, schemaChange } = props.detail ?? {};
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
          term: t('scrub.unusualTerm'),
          value: point.unusual && <UnusualList warnings={point.unusual} />,
        },
        {
          term: t('scrub.origin'),
          value:
            point.origin &&
            t(point.quarantined ? 'scrub.foundQuarantined' : 'scrub.found'),
        },
        {
          term: t('webhooks.external.term'),
          value: point.external && <ExternalClaim claim={point.external} />,
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
        {
          term: t('details.schema'),
          value: schemaChange && <SchemaMove change={schemaChange} />,
        },
        {
          term: t('details.set'),
          value: set && <SetMembership set={set} />,
        },
        {
          term: t('details.baseline'),
          value: point.baselineOf && t('details.baselineByPromotion'),
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
