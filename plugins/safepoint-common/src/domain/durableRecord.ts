import { z } from 'zod';

/** @public */
export const durableRecordTypes = [
  'store-instance',
  'binding',
  'deployment',
  'drill',
  'request',
  'recovery-point-status',
  'recovery-set',
  'schedule-pause',
  'hold',
] as const;

/** @public */
export const durableRecordSchema = z.object({
  apiVersion: z.literal('safepoint.dev/v1alpha1'),
  kind: z.literal('Record'),
  type: z.enum(durableRecordTypes),
  /** Id of the thing that the record is about. */
  id: z.string().min(1),
  /** 1 for the first record about this thing; the highest one is the truth. */
  revision: z.number().int().min(1),
  entityRef: z.string().min(1),
  environment: z.string().min(1),
  recordedAt: z.string().datetime(),
  /** The whole state of the thing at this revision. */
  data: z.record(z.string(), z.unknown()),
});

/**
 * A durable fact other than a recovery point: a create-only signed document in storage. Each revision
 * holds the whole state, so that a rebuild needs only the highest revision of each thing.
 *
 * @public
 */
export type DurableRecord = z.infer<typeof durableRecordSchema>;
