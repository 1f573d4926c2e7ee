import { z } from 'zod';
import { triggers } from '../recoveryPoint';

const id = z.string().min(1);
const moment = z.iso.datetime();

const place = {
  entityRef: id.meta({
    description: 'What it happened to, as kind:namespace/name.',
  }),
  environment: id,
  link: z.url().optional().meta({ description: 'Its page in the portal.' }),
};

const level = z
  .enum(['L0', 'L1', 'L2', 'L3', 'L4', 'L5'])
  .meta({ description: 'How far it is proven to restore.' });

/** Only the kind: the message of a problem may repeat what a database said. */
const problem = id
  .optional()
  .meta({ description: 'The kind of problem, as pg-dump-failed.' });

export const pointData = z.object({
  ...place,
  recoveryPointId: id,
  instanceId: id,
  status: id,
  trigger: z.enum(triggers),
  createdAt: moment,
  stateAt: moment
    .optional()
    .meta({ description: 'The moment of the state that it holds.' }),
  level,
  sizeBytes: z.number().int().nonnegative().optional(),
  deploymentId: id.optional(),
  external: z
    .boolean()
    .meta({ description: 'Made elsewhere: what is known of it is a claim.' }),
  quarantined: z.boolean(),
  problem,
});

export const drillData = z.object({
  ...place,
  drillId: id,
  recoveryPointId: id,
  outcome: z.enum(['passed', 'failed']),
  level,
  seconds: z
    .record(z.string(), z.number())
    .meta({ description: 'Measured, of each phase.' }),
  checks: z.object({
    passed: z.number().int().nonnegative(),
    failed: z.number().int().nonnegative(),
  }),
  pipelineUrl: z.string().optional(),
  problem,
});

export const deploymentData = z.object({
  ...place,
  deploymentId: id,
  status: id,
  gate: id.meta({ description: '`none` for a deployment past the gate.' }),
  ground: id.optional().meta({ description: 'Why the gate let it through.' }),
  commit: z.string().optional(),
  ref: z.string().optional(),
  pipelineUrl: z.string().optional(),
  recoveryPointIds: z.array(z.string()).meta({
    description: 'The recovery points that stand behind it.',
  }),
  gatedAt: moment,
  startedAt: moment.optional(),
  finishedAt: moment.optional(),
});

export const markData = deploymentData.extend({
  markedBad: z.object({
    since: moment.meta({ description: 'Data is suspect from then on.' }),
    by: id,
  }),
});

export const restoreData = z.object({
  ...place,
  restoreId: id.meta({
    description: 'The same in every event of one restore.',
  }),
  recoveryPointId: id.optional(),
  targetEnvironment: id.optional(),
  requestedBy: id,
  approvalsNeeded: z.number().int().nonnegative(),
  approvals: z.number().int().nonnegative(),
  level: level.optional(),
  problem,
});

export const identityData = z.object({
  ...place,
  instanceId: id,
  driver: id,
});

export const postureData = z.object({
  ...place,
  from: id.optional().meta({ description: 'None for the first verdict.' }),
  to: id,
  reasons: z.array(z.object({ code: id, severity: id })),
});

export const problemData = z.object({
  ...place,
  code: id,
  severity: z.enum(['low', 'normal', 'high', 'critical']),
  title: id,
  since: moment,
});
