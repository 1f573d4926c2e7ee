import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { EnvironmentRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';
import { Section } from '../common/Section';
import { DeploymentRow } from './DeploymentRow';
import { ServiceGate } from './ServiceGate';

/** The deployments to one environment, newest first. */
export function DeploymentSection(props: {
  environment: EnvironmentRecoveryView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { environment, deployments, mayMark, gate } = props.environment;
  return (
    <Section title={t('deployments.title')}>
      {gate && <ServiceGate gate={gate} />}
      {deployments.length === 0 ? (
        <Text as="p" color="secondary">
          {t('deployments.empty', { environment })}
        </Text>
      ) : (
        <DataTable
          caption={t('deployments.caption', { environment })}
          columns={[
            { name: t('deployments.commit') },
            { name: t('deployments.started') },
            { name: t('deployments.status') },
            { name: t('deployments.gate') },
            { name: t('deployments.actions'), hidden: true },
          ]}
        >
          {deployments.map(deployment => (
            <DeploymentRow
              key={deployment.id}
              deployment={deployment}
              mayMark={mayMark}
            />
          ))}
        </DataTable>
      )}
    </Section>
  );
}
