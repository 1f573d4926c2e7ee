import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DeploymentView } from '@safepoint/backstage-plugin-safepoint-common';
import { entityName, shortCommit } from '../../format/entityName';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import styles from './Restore.module.css';

/** The deployments whose writes a restore would undo, of every service that shares the store. */
export function DeploymentsSince(props: { deployments: DeploymentView[] }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { relativeTime } = useFormat();
  if (props.deployments.length === 0) {
    return <>{t('restore.noDeploymentsSince')}</>;
  }
  return (
    <ul className={styles.deployments}>
      {props.deployments.map(deployment => {
        const { id, entityRef, commit, status, markedBad } = deployment;
        const words = [
          entityName(entityRef),
          commit ? shortCommit(commit) : t('deployments.unknownCommit'),
          relativeTime(deployment.startedAt ?? deployment.gatedAt),
          t(`deploymentStatus.${status}`),
          markedBad && t('deployments.markedBad'),
        ];
        return <li key={id}>{words.filter(Boolean).join(' · ')}</li>;
      })}
    </ul>
  );
}
