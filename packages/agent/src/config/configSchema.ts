import { z } from 'zod';

const entityRef = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*:[a-z0-9._-]+\/[a-z0-9._-]+$/,
    'write a full entity reference in lower case, kind:namespace/name',
  );

const assertionSchema = z.strictObject({
  /** Shown in the drill's report. */
  name: z.string().min(1).max(200),
  /** Selects one value; runs read-only and with a timeout. */
  sql: z.string().min(1),
  /** What the value must be; compared as text. */
  equals: z.union([z.string(), z.number(), z.boolean()]),
});

const storeSchema = z.strictObject({
  /** Default is what the portal says. */
  driver: z.string().min(1).optional(),
  /** Connection string that backups read with. */
  connection: z.string().min(1).optional(),
  /** Connection string to the live store, of the role that restores beside it and switches over. */
  restore: z.string().min(1).optional(),
  /** Connection string to the scratch server of drills. */
  drill: z.string().min(1).optional(),
  /** Options of the driver. */
  options: z.record(z.string(), z.unknown()).optional(),
  assertions: z.array(assertionSchema).max(200).optional(),
});

/** The service's own half of the configuration, `safepoint.yaml`; public API, documented in docs/agent.md. */
export const configSchema = z.strictObject({
  /** Which component this repository deploys; needed only if the project is bound to several. */
  component: entityRef.optional(),
  stores: z
    .record(entityRef, storeSchema)
    .refine(
      stores => Object.keys(stores).length > 0,
      'name at least one store',
    ),
});

export type AgentConfig = z.infer<typeof configSchema>;
export type StoreConfig = z.infer<typeof storeSchema>;

/** A connection of a store, by what it is used for. */
export type ConnectionPurpose = 'connection' | 'restore' | 'drill';
