import { SafepointError } from '@safepoint/engine';
import { z } from 'zod';

const optionsSchema = z.strictObject({
  /** Folder of pg_dump and pg_restore; default is PATH, then where distributions keep them. */
  binFolder: z.string().min(1).optional(),
  /** How long a backup waits for tables that somebody holds exclusively. Default 60. */
  lockTimeoutSeconds: z.number().int().min(1).max(3600).default(60),
  /** In how many streams the rows are dumped at once. Default: by size and cores; 1 needs one connection only. */
  streams: z
    .union([z.literal('auto'), z.number().int().min(1).max(8)])
    .default('auto'),
  /** Longest time of one assertion. Default 60. */
  assertionTimeoutSeconds: z.number().int().min(1).max(3600).default(60),
  /** Whether a restore that is to be switched over also restores GRANTs. Default `keep`. */
  privileges: z.enum(['keep', 'skip']).default('keep'),
  /** What a switch-over leaves behind and somebody has accepted. Default none. */
  acknowledge: z
    .array(z.enum(['replication-slots', 'subscriptions', 'role-settings']))
    .default([]),
});

/** Options of the driver, from a store's `options` in safepoint.yaml. */
export type PostgresOptions = z.infer<typeof optionsSchema>;

/** Throws `options-invalid` with every problem. */
export function parseOptions(options: unknown): PostgresOptions {
  const parsed = optionsSchema.safeParse(options ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'options'}: ${message}`,
  );
  throw new SafepointError({
    kind: 'options-invalid',
    message: `The options of the postgres driver are not valid: ${problems.join(
      '; ',
    )}.`,
  });
}
