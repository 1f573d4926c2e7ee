import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { storeName } from '../../format/storeName';
import { safepointTranslationRef } from '../../translation';
import { Section } from '../common/Section';
import { ErrorNote } from '../states/ErrorNote';
import { OpenProblems } from './OpenProblems';
import { ResolvedProblems } from './ResolvedProblems';
import { useProblems } from './useProblems';

/** What people are told of: what is wrong now, who sees to it, and what was wrong until lately. */
export function ProblemSection(props: { instance: InstanceRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { instance } = props.instance;
  const name = storeName(instance);
  const { problems, acknowledge } = useProblems(instance.id);
  if (problems.status === 'loading') return null;
  if (problems.status === 'failed') {
    return (
      <ErrorNote
        title={t('problems.failed', { name })}
        error={problems.error}
      />
    );
  }
  const open = problems.data.filter(({ resolvedAt }) => !resolvedAt);
  const resolved = problems.data.filter(({ resolvedAt }) => resolvedAt);
  return (
    <Section title={t('problems.title')}>
      {acknowledge.error && (
        <ErrorNote
          title={t('problems.acknowledgeFailed')}
          error={acknowledge.error}
        />
      )}
      {problems.data.length === 0 && (
        <Text as="p" color="secondary">
          {t('problems.none')}
        </Text>
      )}
      {open.length > 0 && (
        <OpenProblems
          caption={t('problems.open', { name })}
          problems={open}
          acknowledge={acknowledge}
        />
      )}
      {resolved.length > 0 && <ResolvedProblems problems={resolved} />}
    </Section>
  );
}
