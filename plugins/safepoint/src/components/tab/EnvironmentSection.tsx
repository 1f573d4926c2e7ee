import type { EnvironmentRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { DeploymentSection } from '../deployments/DeploymentSection';
import { StoreSection } from './StoreSection';
import styles from './Tab.module.css';

/** Every data store of one environment, then its deployments. */
export function EnvironmentSection(props: {
  environment: EnvironmentRecoveryView;
}) {
  const { environment } = props;
  return (
    <div className={styles.sections}>
      {environment.instances.map(instance => (
        <StoreSection key={instance.instance.id} instance={instance} />
      ))}
      <DeploymentSection environment={environment} />
    </div>
  );
}
