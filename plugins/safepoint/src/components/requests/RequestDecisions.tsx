import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import type {
  DecisionView,
  RequestView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useState } from 'react';
import { entityName } from '../../format/entityName';
import { safepointTranslationRef } from '../../translation';
import { DecisionDialog } from './DecisionDialog';
import styles from './Requests.module.css';

/** Who decided what, and the buttons for whoever may decide now. */
export function RequestDecisions(props: { request: RequestView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const [deciding, setDeciding] = useState<DecisionView['decision']>();
  const { request } = props;
  const { approvalsNeeded, decisions, status, mayDecide } = request;
  const isWaiting = status === 'awaiting-approval';
  if (approvalsNeeded === 0 && decisions.length === 0) return null;
  const given = decisions.filter(({ decision }) => decision === 'approve');
  return (
    <div className={styles.decisions}>
      <Text as="div" variant="body-small">
        {t('requests.approvals', {
          given: String(given.length),
          needed: String(approvalsNeeded),
        })}
        {isWaiting && !mayDecide && ` · ${t('requests.waiting')}`}
      </Text>
      {decisions.map(({ by, at, decision, comment }) => (
        <Text as="div" variant="body-small" key={`${by} ${at}`}>
          {decision === 'approve'
            ? t('requests.approvedBy', { by: entityName(by) })
            : t('requests.rejectedBy', { by: entityName(by) })}
          {comment && `: ${comment}`}
        </Text>
      ))}
      {isWaiting && mayDecide && (
        <div className={styles.buttons}>
          <Button size="small" onPress={() => setDeciding('approve')}>
            {t('requests.approve')}
          </Button>
          <Button
            size="small"
            variant="secondary"
            onPress={() => setDeciding('reject')}
          >
            {t('requests.reject')}
          </Button>
        </div>
      )}
      {deciding && (
        <DecisionDialog
          request={request}
          decision={deciding}
          onClose={() => setDeciding(undefined)}
        />
      )}
    </div>
  );
}
