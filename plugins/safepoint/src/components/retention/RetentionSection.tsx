import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { useState } from 'react';
import { storeName } from '../../format/storeName';
import { safepointTranslationRef } from '../../translation';
import { Section } from '../common/Section';
import { ErrorNote } from '../states/ErrorNote';
import { RetentionPlan } from './RetentionPlan';
import { useRetentionPlan } from './useRetentionPlan';

/** What of the store stays and what goes; the plan is loaded when somebody asks for it. */
export function RetentionSection(props: { instance: InstanceRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const [isShown, setShown] = useState(false);
  const { instance } = props.instance;
  const name = storeName(instance);
  const plan = useRetentionPlan(instance.id, isShown);
  return (
    <Section title={t('retention.title')}>
      <Flex>
        <Button
          size="small"
          variant="secondary"
          aria-expanded={isShown}
          onPress={() => setShown(!isShown)}
        >
          {isShown ? t('retention.hide') : t('retention.show')}
        </Button>
      </Flex>
      {isShown && plan.status === 'loading' && (
        <Text as="p" color="secondary" role="status">
          {t('retention.loading', { name })}
        </Text>
      )}
      {plan.status === 'failed' && (
        <ErrorNote
          title={t('retention.failed', { name })}
          error={plan.error}
          onRetry={plan.refresh}
        />
      )}
      {isShown && plan.status === 'ready' && (
        <RetentionPlan plan={plan.data} name={name} onChange={plan.refresh} />
      )}
    </Section>
  );
}
