/** Whom a permission of Safepoint is for. */
export type Audience =
  | 'everybody'
  | 'owner-or-sre'
  | 'sre'
  | 'sre-except-requester';

/**
 * Who may do what in the demo. A permission that is not listed is refused.
 * The auditors may do only what everybody may.
 */
export const safepointRules: Readonly<Record<string, Audience>> = {
  'safepoint.instance.read': 'everybody',
  'safepoint.restore.read': 'everybody',
  'safepoint.backup.create': 'owner-or-sre',
  'safepoint.drill.create': 'owner-or-sre',
  'safepoint.restore.request': 'owner-or-sre',
  'safepoint.deployment.mark': 'owner-or-sre',
  'safepoint.restore.approve': 'sre-except-requester',
  'safepoint.binding.manage': 'sre',
};
