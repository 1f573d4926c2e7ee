import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { useId } from 'react';
import { BindingSection } from '../bindings/BindingSection';
import { IdentityNote } from '../identity/IdentityNote';
import { RecoveryPointSection } from '../points/RecoveryPointSection';
import { PolicySection } from '../policy/PolicySection';
import { StoreHeader } from '../posture/StoreHeader';
import { ProblemSection } from '../problems/ProblemSection';
import { RequestSection } from '../requests/RequestSection';
import { RetentionSection } from '../retention/RetentionSection';
import { ScheduleSection } from '../schedules/ScheduleSection';
import styles from './Tab.module.css';

/** One data store in one environment: its verdict and way back, then what stands behind them. */
export function StoreSection(props: { instance: InstanceRecoveryView }) {
  const headingId = useId();
  const { instance } = props;
  const isAsked = instance.bindings.some(({ status }) => status === 'proposed');
  return (
    <section aria-labelledby={headingId} className={styles.store}>
      <StoreHeader instance={instance} headingId={headingId} />
      <IdentityNote instance={instance.instance} />
      {isAsked && <BindingSection instance={instance} />}
      <ProblemSection instance={instance} />
      <RequestSection instance={instance} />
      <ScheduleSection instance={instance} />
      <RecoveryPointSection instance={instance} />
      <RetentionSection instance={instance} />
      <PolicySection instance={instance} />
      {!isAsked && <BindingSection instance={instance} />}
    </section>
  );
}
