import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  ExplainedPolicyView,
  InstanceRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { storeName } from '../../format/storeName';
import { safepointTranslationRef } from '../../translation';
import { Section } from '../common/Section';
import { StatusMark } from '../common/StatusMark';
import { ErrorNote } from '../states/ErrorNote';
import { PolicyRules } from './PolicyRules';
import { usePolicy } from './usePolicy';

/** Which policy holds for a data store; every rule of it and why, for whoever asks. */
export function PolicySection(props: { instance: InstanceRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { instance } = props.instance;
  const name = storeName(instance);
  const policy = usePolicy(instance.entityRef, instance.environment);
  if (policy.status === 'loading') {
    return (
      <Section title={t('policy.title')}>
        <Text as="p" color="secondary" role="status">
          {t('policy.loading', { name })}
        </Text>
      </Section>
    );
  }
  if (policy.status === 'failed') {
    return (
      <ErrorNote
        title={t('policy.failed', { name })}
        error={policy.error}
        onRetry={policy.refresh}
      />
    );
  }
  // It is gone from the catalog, or may not be seen: there is nothing to explain.
  if (!policy.data) return null;
  return <ExplainedPolicy policy={policy.data} name={name} />;
}

function ExplainedPolicy(props: { policy: ExplainedPolicyView; name: string }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { policy } = props;
  return (
    <Section title={t('policy.title')}>
      <Text as="p">
        {policy.strengthenedBy
          ? t('policy.strengthened', {
              policy: policy.name,
              other: policy.strengthenedBy,
            })
          : t('policy.name', { policy: policy.name })}
      </Text>
      <Text as="p" color="secondary">
        {policy.floor}
      </Text>
      {policy.problems.length > 0 && (
        <StatusMark tone="danger">{t('policy.wrong')}</StatusMark>
      )}
      {policy.problems.map(problem => (
        <Text as="p" key={problem}>
          {problem}
        </Text>
      ))}
      <PolicyRules policy={policy} name={props.name} />
    </Section>
  );
}
