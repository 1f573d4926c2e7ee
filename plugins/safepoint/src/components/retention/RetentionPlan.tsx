import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { RetentionPlanView } from '@safepoint/backstage-plugin-safepoint-common';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';
import { RetentionRow } from './RetentionRow';

/** Every recovery point with what becomes of it and why. */
export function RetentionPlan(props: {
  plan: RetentionPlanView;
  name: string;
  onChange: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { duration } = useFormat();
  const { plan, name, onChange } = props;
  if (plan.undecided) {
    return (
      <Alert
        status="warning"
        icon
        title={t('retention.undecided')}
        description={plan.undecided}
      />
    );
  }
  if (plan.items.length === 0) {
    return (
      <Text as="p" color="secondary">
        {t('retention.empty')}
      </Text>
    );
  }
  return (
    <>
      <Text as="p" color="secondary">
        {plan.deletes
          ? t('retention.explanation', { grace: duration(plan.graceSeconds) })
          : t('retention.planOnly')}
      </Text>
      <DataTable
        caption={t('retention.caption', { name })}
        columns={[
          { name: t('retention.point') },
          { name: t('retention.outcome') },
          { name: t('retention.why') },
          { name: t('retention.actions'), hidden: true },
        ]}
      >
        {plan.items.map(decision => (
          <RetentionRow
            key={decision.point.id}
            decision={decision}
            mayHold={plan.mayHold}
            onChange={onChange}
          />
        ))}
      </DataTable>
    </>
  );
}
