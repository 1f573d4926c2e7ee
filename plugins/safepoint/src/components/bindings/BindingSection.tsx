import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { useBindingActions } from './useBindingActions';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';
import { Section } from '../common/Section';
import { ErrorNote } from '../states/ErrorNote';
import { BindingRow } from './BindingRow';

/** Which GitLab projects may act on the store; a proposed one asks for a decision. */
export function BindingSection(props: { instance: InstanceRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { bindings, may } = props.instance;
  const actions = useBindingActions();
  const isProposed = bindings.some(({ status }) => status === 'proposed');
  return (
    <Section title={t('bindings.title')}>
      {isProposed && (
        <Alert
          status="warning"
          icon
          title={t('bindings.proposed')}
          description={
            may.manageBindings ? undefined : t('bindings.ownersConfirm')
          }
        />
      )}
      {actions.error && (
        <ErrorNote title={t('bindings.failed')} error={actions.error} />
      )}
      {bindings.length === 0 ? (
        <Text as="p" color="secondary">
          {t('bindings.empty')}
        </Text>
      ) : (
        <DataTable
          caption={t('bindings.caption')}
          columns={[
            { name: t('bindings.project') },
            { name: t('bindings.operations') },
            { name: t('bindings.status') },
            { name: t('bindings.origin') },
            { name: t('bindings.actions'), hidden: true },
          ]}
        >
          {bindings.map(binding => (
            <BindingRow
              key={binding.id}
              binding={binding}
              mayManage={may.manageBindings}
              actions={actions}
            />
          ))}
        </DataTable>
      )}
    </Section>
  );
}
