import type { z } from 'zod';
import {
  deploymentData,
  drillData,
  identityData,
  markData,
  pointData,
  postureData,
  problemData,
  restoreData,
} from './eventData';

interface EventDescription {
  /** When it is sent; one sentence. */
  description: string;
  data: z.ZodObject;
}

const prefix = 'dev.safepoint.';

/** Every event that Safepoint tells of; types only ever gain, and their data only ever gains properties. @public */
export const eventTypes = {
  'dev.safepoint.recovery-point.available': {
    description: 'A recovery point is whole: its manifest is in storage.',
    data: pointData,
  },
  'dev.safepoint.recovery-point.failed': {
    description: 'A backup came to nothing, and its job said why.',
    data: pointData,
  },
  'dev.safepoint.recovery-point.lost': {
    description: 'A backup came to nothing: its job was not heard of any more.',
    data: pointData,
  },
  'dev.safepoint.recovery-point.missing': {
    description: 'Objects of a recovery point are not in storage any more.',
    data: pointData,
  },
  'dev.safepoint.recovery-point.corrupt': {
    description:
      'Objects of a recovery point are not the ones that were stored.',
    data: pointData,
  },
  'dev.safepoint.recovery-point.hidden': {
    description:
      'Objects of a recovery point are hidden by a delete marker or shadowed by a newer version.',
    data: pointData,
  },
  'dev.safepoint.recovery-point.expired': {
    description: 'Retention has planned the deletion of a recovery point.',
    data: pointData,
  },
  'dev.safepoint.recovery-point.deleted': {
    description: 'Retention has deleted a recovery point.',
    data: pointData,
  },
  'dev.safepoint.drill.passed': {
    description: 'A restore was checked and is what was recorded.',
    data: drillData,
  },
  'dev.safepoint.drill.failed': {
    description: 'A restore was checked and is not what was recorded.',
    data: drillData,
  },
  'dev.safepoint.deployment.gated': {
    description: 'The gate let a deployment through, and on what ground.',
    data: deploymentData,
  },
  'dev.safepoint.deployment.succeeded': {
    description: 'A deployment has succeeded.',
    data: deploymentData,
  },
  'dev.safepoint.deployment.failed': {
    description: 'A deployment has failed; its last known good is on the page.',
    data: deploymentData,
  },
  'dev.safepoint.deployment.abandoned': {
    description: 'A deployment that was let through never came to an end.',
    data: deploymentData,
  },
  'dev.safepoint.deployment.bypassed': {
    description: 'Something was deployed past the gate.',
    data: deploymentData,
  },
  'dev.safepoint.deployment.marked-bad': {
    description:
      'Somebody found that a deployment has been damaging data since a moment.',
    data: markData,
  },
  'dev.safepoint.restore.requested': {
    description: 'A restore was asked for; it may wait for approvals.',
    data: restoreData,
  },
  'dev.safepoint.restore.approved': {
    description: 'The last approval that a restore needed was given.',
    data: restoreData,
  },
  'dev.safepoint.restore.rejected': {
    description: 'Somebody who may approve a restore said no.',
    data: restoreData,
  },
  'dev.safepoint.restore.expired': {
    description: 'Nobody decided on a restore in time.',
    data: restoreData,
  },
  'dev.safepoint.restore.finished': {
    description: 'A restore is done, and its checks held.',
    data: restoreData,
  },
  'dev.safepoint.restore.failed': {
    description: 'A restore has failed.',
    data: restoreData,
  },
  'dev.safepoint.store-instance.identity-changed': {
    description: 'A data store is not the one that was saved before.',
    data: identityData,
  },
  'dev.safepoint.posture.changed': {
    description: 'The verdict on a data store has changed.',
    data: postureData,
  },
  'dev.safepoint.problem.opened': {
    description: 'Something is not as it has to be.',
    data: problemData,
  },
  'dev.safepoint.problem.resolved': {
    description: 'A problem is mended.',
    data: problemData,
  },
} as const satisfies Record<`${typeof prefix}${string}`, EventDescription>;

/** @public */
export type DomainEventType = keyof typeof eventTypes;

/** @public */
export const domainEventTypes = Object.keys(eventTypes) as DomainEventType[];
