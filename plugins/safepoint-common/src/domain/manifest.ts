import { z } from 'zod';
import { triggers } from './recoveryPoint';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.number().int().nonnegative();
const timestamp = z.string().datetime();

/** @public */
export const storedFileSchema = z.object({
  /** Full key in the storage. */
  key: z.string().min(1),
  sizeBytes: bytes,
  sha256,
  /** The version that was written, where the storage has versions; reading names it. */
  versionId: z.string().optional(),
});

/** @public */
export const partSchema = z.object({
  number: z.number().int().min(1).max(10_000),
  sizeBytes: bytes,
  sha256,
});

/** @public */
export const fingerprintSchema = z.object({
  /** Names the hash; fingerprints of different algorithms are never compared. */
  algorithm: z.string().min(1),
  /** Of the schema definition, normalised by the driver; tells whether the schema moved. */
  schemaSha256: sha256,
  tables: z.array(
    z.object({
      name: z.string().min(1),
      rows: z.number().int().nonnegative(),
      /** Order-independent: equal for the same rows in any order. */
      hash: z.string().regex(/^[0-9a-f]{16,64}$/),
      bytes: bytes.optional(),
    }),
  ),
});

/** @public */
export const engineFactsSchema = z.object({
  name: z.string().min(1),
  version: z.string().min(1),
  toolVersion: z.string().optional(),
  extensions: z
    .array(z.object({ name: z.string(), version: z.string() }))
    .optional(),
});

/** @public */
export const manifestSchema = z.object({
  apiVersion: z.literal('safepoint.dev/v1alpha1'),
  kind: z.literal('RecoveryPoint'),
  id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/),
  instance: z.object({
    id: z.string().min(1),
    entityRef: z.string().min(1),
    environment: z.string().min(1),
    identity: z.record(z.string(), z.string()),
  }),
  driver: z.string().min(1),
  engine: engineFactsSchema,
  trigger: z.enum(triggers),
  createdAt: timestamp,
  stateAt: timestamp,
  completedAt: timestamp,
  run: z.object({
    id: z.string(),
    issuer: z.string(),
    projectId: z.string(),
    pipelineId: z.string(),
    jobId: z.string(),
    ref: z.string(),
    commit: z.string(),
    pipelineUrl: z.string().optional(),
    agentVersion: z.string(),
  }),
  deployment: z.object({ id: z.string(), entityRef: z.string() }).optional(),
  /** What the driver needs to know later whether anything has changed since. Nothing secret. */
  changeMarker: z.record(z.string(), z.string()).optional(),
  /** The recovery set that it was taken in; none if it was taken alone. */
  setId: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    .optional(),
  fingerprint: fingerprintSchema,
  objects: z
    .array(
      z.object({
        name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
        /** The age header; `cat header payload | age -d` opens the object. */
        header: storedFileSchema,
        payload: storedFileSchema.extend({ parts: z.array(partSchema).min(1) }),
        /** Its content is bound by the payload's digest and by the checksums within the zstd frames. */
        plaintext: z.object({ sizeBytes: bytes, format: z.string() }),
        compression: z.literal('zstd'),
        encryption: z.literal('age'),
      }),
    )
    .min(1),
  runbook: storedFileSchema,
  recipients: z.array(
    z.object({ role: z.enum(['escrow', 'backend']), recipient: z.string() }),
  ),
  /** Measured seconds of each phase of the backup. */
  phases: z.record(z.string(), z.number()),
});

/**
 * A recovery point's versioned, self-describing commit record: no manifest, no recovery point.
 *
 * @public
 */
export type Manifest = z.infer<typeof manifestSchema>;

/** @public */
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** @public */
export type EngineFacts = z.infer<typeof engineFactsSchema>;

/** @public */
export type StoredFile = z.infer<typeof storedFileSchema>;
