import { storeGauge } from './MetricSource';

/** What is told of each data store. */
export const storeDescriptors = {
  lastSuccess: storeGauge(
    'safepoint_backup_last_successful_timestamp_seconds',
    'When the newest recovery point was complete; 0 if there never was one',
  ),
  stateAt: storeGauge(
    'safepoint_backup_state_timestamp_seconds',
    'The moment that the newest recovery point goes back to; what the RPO counts from',
  ),
  duration: storeGauge(
    'safepoint_backup_duration_seconds',
    'From the beginning of the newest recovery point to its completion',
  ),
  size: storeGauge(
    'safepoint_backup_size_bytes',
    'Bytes of the newest recovery point in storage',
  ),
  sourceSize: storeGauge(
    'safepoint_backup_source_size_bytes',
    'Bytes of the newest recovery point before compression',
  ),
  rpo: storeGauge(
    'safepoint_rpo_seconds',
    'What would be lost now: the age of the state of the newest recovery point',
  ),
  rpoTarget: storeGauge(
    'safepoint_rpo_target_seconds',
    'What may be lost, as the policy says',
  ),
  rto: storeGauge(
    'safepoint_rto_seconds',
    'How long the last proof took to a store that could be used',
  ),
  rtoTarget: storeGauge(
    'safepoint_rto_target_seconds',
    'How long that may take, as the policy says',
  ),
  verifiedAt: storeGauge(
    'safepoint_verified_timestamp_seconds',
    'When a restore was last proven to the level of the policy; 0 if it never was',
  ),
  verifiedTarget: storeGauge(
    'safepoint_verified_target_seconds',
    'How old that proof may be, as the policy says',
  ),
  posture: storeGauge(
    'safepoint_posture',
    'The verdict: 0 protected, 1 at risk, 2 unprotected, 3 never saved or never looked at',
  ),
};
