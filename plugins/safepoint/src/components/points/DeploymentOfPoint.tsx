import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';
import { shortCommit } from '../../format/entityName';
import { safepointTranslationRef } from '../../translation';
import { ExternalLink } from '../common/ExternalLink';
import { useRecovery } from '../tab/RecoveryContext';

/** The deployment that a point was taken for, by its commit, linked to its pipeline. */
export function DeploymentOfPoint(props: { point: RecoveryPointView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { environment } = useRecovery();
  const { commit, deploymentId, pipelineUrl } = props.point;
  if (!deploymentId) return <>{t('points.noDeployment')}</>;
  const deployment = environment.deployments.find(
    ({ id }) => id === deploymentId,
  );
  const deployedCommit = commit ?? deployment?.commit;
  const words = deployedCommit
    ? shortCommit(deployedCommit)
    : t('deployments.unknownCommit');
  const url = pipelineUrl ?? deployment?.pipelineUrl;
  return url ? <ExternalLink href={url}>{words}</ExternalLink> : <>{words}</>;
}
