import { Cron } from 'croner';
import { z } from 'zod';
import { breakGlassRules, gateModes, unchangedRules } from '../gatePolicy';
import { verificationLevels } from '../verification';
import { isoDurationPattern } from './isoDuration';
import { recoveryPolicyApiVersion, recoveryPolicyKind } from './RecoveryPolicy';

/**
 * The document as it is written, in the order of the reference. It is the source of the published JSON
 * schema, too, so that what an editor accepts is what the portal reads.
 */

const duration = z
  .string()
  .regex(
    isoDurationPattern,
    'write an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT1H or P7D',
  );

const timespan = duration.refine(
  text => !/^P(T?0+[WDHMS])+$/.test(text),
  'must be longer than nothing',
);

const count = z.number().int().min(0).max(1_000);

const group = z
  .string()
  .regex(
    /^(?:(?:[Gg]roup|[Uu]ser):)?(?:[A-Za-z0-9-]+\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'write a reference of a group or a user, such as group:default/sre',
  );

const schedule = z
  .strictObject({
    cron: z
      .string()
      .refine(
        isCron,
        "write five fields: minute, hour, day of month, month, day of week, such as '0 3 * * *'",
      )
      .describe('Five fields: minute, hour, day of month, month, day of week.'),
    timezone: z
      .string()
      .refine(
        isTimezone,
        'write an IANA name of a time zone, such as Europe/Berlin',
      )
      .optional()
      .describe('IANA name; default: UTC.'),
  })
  .describe('When it happens by itself.');

const objectives = z
  .strictObject({
    rpo: timespan.optional().describe('Tolerated data loss.'),
    rto: timespan.optional().describe('Tolerated time to service.'),
    verifiedWithin: timespan.optional().describe('How old a proof may be.'),
    verificationLevel: z
      .enum(verificationLevels)
      .optional()
      .describe('The level that counts as a proof.'),
  })
  .describe('What must be kept to.');

const beforeDeploy = z
  .strictObject({
    mode: z
      .enum(gateModes)
      .optional()
      .describe(
        'What a deployment needs: a fresh recovery point, one that is fresh enough and proven, or nothing.',
      ),
    reuseWithin: timespan
      .optional()
      .describe('For mode reuse: how old a recovery point may be.'),
    receiptValidFor: timespan
      .optional()
      .describe('How long after the gate the deploy job may start.'),
    maxPointAge: timespan
      .optional()
      .describe('How old a recovery point may be when the deploy job starts.'),
    breakGlass: z
      .enum(breakGlassRules)
      .optional()
      .describe(
        'Whether a deployment may go without a recovery point for a reason that somebody gives.',
      ),
    whenUnchanged: z
      .enum(unchangedRules)
      .optional()
      .describe(
        'What a gate does where nothing changed that touches data: let the deployment go, or save all the same.',
      ),
  })
  .describe('The gate.');

const backups = z.strictObject({
  schedule: schedule.optional(),
  beforeDeploy: beforeDeploy.optional(),
  afterDeploy: z
    .strictObject({
      baseline: z
        .boolean()
        .optional()
        .describe('Whether a good deployment is followed by a new baseline.'),
    })
    .optional(),
});

const retention = z
  .strictObject({
    last: z.number().int().min(1).max(1_000).optional(),
    daily: count.optional(),
    weekly: count.optional(),
    monthly: count.optional(),
    yearly: count.optional(),
    pinDeployments: duration
      .optional()
      .describe('How long the points of a deployment are kept at least.'),
    immutableFor: duration
      .optional()
      .describe('How long stored objects are locked against deletion.'),
  })
  .describe('How many recovery points are kept, counted from the newest.');

const drills = z
  .strictObject({
    schedule: schedule.optional(),
    level: z.enum(verificationLevels).optional().describe('How far they go.'),
    environment: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .describe('The environment of the scratch server.'),
  })
  .describe('Automated restores into a segregated target.');

const approvers = z
  .array(group)
  .min(1)
  .optional()
  .describe('Whose members decide; without it, whoever has the permission.');

const restores = z
  .strictObject({
    production: z
      .strictObject({
        approvals: z.number().int().min(1).max(20).optional(),
        approvers,
      })
      .optional()
      .describe('When data of production is read or written.'),
    '*': z
      .strictObject({
        approvals: z.number().int().min(0).max(20).optional(),
        approvers,
      })
      .optional()
      .describe('Everywhere else.'),
  })
  .describe('How many other people a restore needs, and who they are.');

const metadata = z
  .looseObject({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/,
        'write letters and digits, parted by - _ or .',
      )
      .max(63),
    namespace: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'write it in lower case')
      .max(63)
      .optional(),
    title: z.string().optional(),
    description: z.string().optional(),
  })
  .describe('As of any entity of the catalog.');

/** The `RecoveryPolicy` document. @public */
export const recoveryPolicySchema = z
  .strictObject({
    apiVersion: z.literal(recoveryPolicyApiVersion),
    kind: z.literal(recoveryPolicyKind),
    metadata,
    spec: z.strictObject({
      owner: group.describe('The group that answers for the policy.'),
      objectives: objectives.optional(),
      backups: backups.optional(),
      retention: retention.optional(),
      drills: drills.optional(),
      restores: restores.optional(),
      notify: z
        .array(group)
        .optional()
        .describe('Who is told; owner is whoever owns the data store.'),
    }),
  })
  .describe('What a data store that this policy governs must keep to.');

/** @public */
export type RecoveryPolicyDocument = z.infer<typeof recoveryPolicySchema>;

function isCron(text: string): boolean {
  try {
    // Its nicknames, such as @daily, would be an eighth way to write what five fields say.
    return (
      !text.includes('@') &&
      new Cron(text, { paused: true, mode: '5-part' }) !== undefined
    );
  } catch {
    return false;
  }
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
