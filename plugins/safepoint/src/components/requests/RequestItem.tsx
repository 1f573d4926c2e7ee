import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  InstanceRecoveryView,
  RequestView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { entityName } from '../../format/entityName';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { ExternalLink } from '../common/ExternalLink';
import { Phases } from '../common/Phases';
import { StatusMark } from '../common/StatusMark';
import { toneOfRequestStatus } from '../common/tone';
import { RequestDecisions } from './RequestDecisions';
import { RequestSubject } from './RequestSubject';
import styles from './Requests.module.css';

/** One request: what, of which state, how far it is, who asked and why, and what came of it. */
export function RequestItem(props: {
  request: RequestView;
  instance: InstanceRecoveryView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime } = useFormat();
  const { request, instance } = props;
  const isWaiting = request.status === 'awaiting-approval';
  return (
    <li className={`${styles.item} ${isWaiting ? styles.waiting : ''}`}>
      <div className={styles.heading}>
        <Text as="div" weight="bold">
          <RequestSubject request={request} instance={instance} />
        </Text>
        <Text as="div">
          <StatusMark tone={toneOfRequestStatus[request.status]}>
            {t(`requestStatus.${request.status}`)}
          </StatusMark>
        </Text>
        {request.level && (
          <Text as="div" variant="body-small" color="secondary">
            {t('requests.reached', { level: request.level })}
          </Text>
        )}
        {request.pipelineUrl && (
          <ExternalLink href={request.pipelineUrl}>
            {t('requests.pipeline')}
          </ExternalLink>
        )}
      </div>
      <Text as="div" variant="body-small" color="secondary">
        {t('requests.by', {
          by: entityName(request.requestedBy),
          age: relativeTime(request.requestedAt),
        })}
        {request.reason && `: ${request.reason}`}
      </Text>
      {request.problem && (
        <Text as="div" color="danger" className={styles.problem}>
          {request.problem.message}
        </Text>
      )}
      {request.kept && (
        <Text as="div">{t('requests.kept', { kept: request.kept })}</Text>
      )}
      <Phases phases={request.phases} />
      <RequestDecisions request={request} />
    </li>
  );
}
