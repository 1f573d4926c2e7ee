import type { EnvironmentRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { DeploymentSection } from '../deployments/DeploymentSection';
import { StoreSection } from './StoreSection';

/** Every data store of one environment, then its deployments. */
export function EnvironmentSection(props: {
  environment: EnvironmentRecoveryView;
}) {
  const { environment } = props;
  return (
    <>
      {environment.instances.map(instance => (
        <StoreSection key={instance.instance.id} instance={instance} />
      ))}
      <DeploymentSection environment={environment} />
    </>
  );
}
