import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DeploymentView } from '@safepoint/backstage-plugin-safepoint-common';
import { useState } from 'react';
import { shortCommit } from '../../format/entityName';
import { safepointTranslationRef } from '../../translation';
import { ActionButton } from '../actions/ActionButton';
import { ActionCell } from '../common/ActionCell';
import { ExternalLink } from '../common/ExternalLink';
import { RelativeTime } from '../common/RelativeTime';
import { StatusMark } from '../common/StatusMark';
import { toneOfDeploymentStatus } from '../common/tone';
import { BadMark } from './BadMark';
import styles from './Deployments.module.css';
import { GateMark } from './GateMark';
import { MarkBadDialog } from './MarkBadDialog';
import { UnmarkBadDialog } from './UnmarkBadDialog';

/** One deployment, how it ended, and whether somebody found it bad later. */
export function DeploymentRow(props: {
  deployment: DeploymentView;
  mayMark: boolean;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const [isDialogOpen, setDialogOpen] = useState(false);
  const { deployment, mayMark } = props;
  const { commit, ref, pipelineUrl, markedBad, status } = deployment;
  const words = commit ? shortCommit(commit) : t('deployments.unknownCommit');
  const Dialog = markedBad ? UnmarkBadDialog : MarkBadDialog;
  return (
    <tr>
      <th scope="row">
        {pipelineUrl ? (
          <ExternalLink href={pipelineUrl}>{words}</ExternalLink>
        ) : (
          words
        )}
        {ref && <span className={styles.ref}> {ref}</span>}
      </th>
      <td>
        <RelativeTime time={deployment.startedAt ?? deployment.gatedAt} />
      </td>
      <td>
        <StatusMark tone={toneOfDeploymentStatus[status]}>
          {t(`deploymentStatus.${status}`)}
        </StatusMark>
        {markedBad && <BadMark mark={markedBad} />}
      </td>
      <td>
        <GateMark deployment={deployment} />
      </td>
      <ActionCell>
        <ActionButton
          variant="secondary"
          aria-label={t(markedBad ? 'markBad.unmarkTitle' : 'markBad.title', {
            commit: words,
          })}
          unavailableBecause={mayMark ? undefined : t('action.mayNotMark')}
          onPress={() => setDialogOpen(true)}
        >
          {markedBad ? t('deployments.unmarkBad') : t('deployments.markBad')}
        </ActionButton>
        {isDialogOpen && (
          <Dialog
            deployment={deployment}
            onClose={() => setDialogOpen(false)}
          />
        )}
      </ActionCell>
    </tr>
  );
}
