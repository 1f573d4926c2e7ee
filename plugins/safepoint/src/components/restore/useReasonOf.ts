import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { entityName, shortCommit } from '../../format/entityName';
import { safepointTranslationRef } from '../../translation';
import { useRecovery } from '../tab/RecoveryContext';

/** The reason that a link of a failed deployment proposes; empty where it names none that is known. */
export function useReasonOf(deploymentId: string | undefined): string {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { recovery } = useRecovery();
  const deployment = recovery.environments
    .flatMap(({ deployments }) => deployments)
    .find(({ id }) => id === deploymentId);
  if (!deployment) return '';
  return t('restore.reasonOfDeployment', {
    commit: deployment.commit ? shortCommit(deployment.commit) : deployment.id,
    name: entityName(deployment.entityRef),
  });
}
