import { z } from 'zod';
import { directInboxRoot } from './directPlan';
import { engineFactsSchema, fingerprintSchema } from './manifest';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.number().int().nonnegative();
const timestamp = z.string().datetime();

/** @public */
export const directDraftSchema = z.object({
  apiVersion: z.literal('safepoint.dev/v1alpha1'),
  kind: z.literal('DirectDraft'),
  id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/),
  entityRef: z.string().min(1),
  environment: z.string().min(1),
  trigger: z.enum(['pre-deploy', 'baseline', 'manual', 'scheduled']),
  /** The component whose deployment it belongs to. */
  component: z.string().optional(),
  /** What the job saved together, all of it; the find is one of them. */
  set: z
    .object({
      id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      recoveryPointIds: z
        .array(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/))
        .min(2)
        .max(50),
    })
    .optional(),
  /** The plan that it was made under, with its signature. */
  plan: z.record(z.string(), z.unknown()),
  /** GitLab's ID token of the job, with an audience that opens nothing. */
  proof: z.string().min(1).max(16_384),
  agentVersion: z.string(),
  content: z.object({
    stateAt: timestamp,
    startedAt: timestamp,
    identity: z.record(z.string(), z.string()),
    engine: engineFactsSchema,
    fingerprint: fingerprintSchema,
    objects: z
      .array(
        z.object({
          name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
          header: z.string().min(1).max(65_536),
          payload: z.object({
            sizeBytes: bytes,
            sha256,
            parts: z
              .array(
                z.object({
                  number: z.number().int().min(1).max(10_000),
                  sizeBytes: bytes,
                  md5: z.string(),
                  sha256,
                }),
              )
              .min(1),
          }),
          plaintext: z.object({
            sizeBytes: bytes,
            format: z.string().min(1),
          }),
        }),
      )
      .min(1)
      .max(64),
    phases: z.record(z.string(), z.number()),
  }),
});

/**
 * What a job leaves in its project's inbox in place of a manifest. It is a claim and nothing more until the
 * portal has adopted it.
 *
 * @public
 */
export type DirectDraft = z.infer<typeof directDraftSchema>;

/** What the place of a draft says of it. @public */
export interface DirectPlace {
  host: string;
  projectId: string;
  entityRef: string;
  environment: string;
  id: string;
  /** Folder of the draft, in the inbox. */
  folder: string;
}

/** Reads the key of a draft in an inbox; undefined if it is at no place where a draft may lie. @public */
export function parseDirectDraftKey(key: string): DirectPlace | undefined {
  const segments = key.split('/');
  const [root, host, projectId, namespace, kind, name, ...rest] = segments;
  const file = rest.pop();
  const id = rest.pop();
  const environment = rest.join('/');
  const fits =
    root === directInboxRoot &&
    file === 'draft.json' &&
    /^[0-9]{1,20}$/.test(projectId ?? '') &&
    /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id ?? '') &&
    environment.length > 0;
  if (!fits || !id) return undefined;
  return {
    host,
    projectId,
    entityRef: `${kind}:${namespace}/${name}`,
    environment,
    id,
    folder: segments.slice(0, -1).join('/'),
  };
}

/** What is known of a find, each fact by the one who can tell it. @public */
export interface DirectFindFacts {
  /** Why its plan is not good: its signature, its scope, its time. */
  planProblems: string[];
  /** Whether the plan names the store, by the instance that the portal knows. */
  storePlanned: boolean;
  /** Whether the plan lets it gate the component; true where it gates none. */
  componentPlanned: boolean;
  /** What GitLab's signature on the token says of who wrote it. */
  proof: { outcome: 'proven' | 'refused' | 'unavailable'; detail: string };
  /** Whether project and environment of the token are those of the place. */
  sameOwner: boolean;
  /** Whether the job may do it by today's bindings and by its ref and environment. */
  entitled: { allowed: boolean; detail: string };
  /** What GitLab says of the job at the moment when storage took the draft. */
  job: 'was-running' | 'was-not' | 'unknown';
  storedBytes: number;
  maxStoredBytes: number;
  /** What is inconsistent in the draft itself. */
  draftProblems: string[];
}

/** @public */
export type DirectFindVerdict =
  | { verdict: 'adopt' }
  /** Ask again later: somebody who is needed could not be asked. */
  | { verdict: 'wait'; reason: string }
  | { verdict: 'quarantine'; code: string; reason: string };

/**
 * Whether a find becomes a recovery point. Everything that is wrong is wrong for good, except that somebody
 * could not be asked; what is wrong comes first, so that an outage of GitLab hides nothing.
 *
 * @public
 */
export function judgeDirectFind(facts: DirectFindFacts): DirectFindVerdict {
  const { planProblems, proof, entitled } = facts;
  const wrongs: [boolean, string, string][] = [
    [
      planProblems.length > 0,
      'plan-refused',
      `The plan that it was made under is not good: ${planProblems.join(
        '; ',
      )}.`,
    ],
    [
      !facts.storePlanned,
      'store-not-planned',
      'Its plan does not name this store instance.',
    ],
    [
      !facts.componentPlanned,
      'component-not-planned',
      'Its plan does not let it gate that component.',
    ],
    [
      proof.outcome === 'refused',
      'job-unproven',
      `Nothing proves which job wrote it: ${proof.detail}.`,
    ],
    [
      proof.outcome === 'proven' && !facts.sameOwner,
      'job-elsewhere',
      'The job that it names is of another project or environment than its place.',
    ],
    [
      proof.outcome === 'proven' && !entitled.allowed,
      'job-not-entitled',
      `The job may not do this: ${entitled.detail}.`,
    ],
    [
      proof.outcome === 'proven' && facts.job === 'was-not',
      'job-not-running',
      'GitLab says that this job was not running when it was written.',
    ],
    [
      facts.storedBytes > facts.maxStoredBytes,
      'too-large',
      `It has ${facts.storedBytes} bytes; its plan allowed ${facts.maxStoredBytes}.`,
    ],
    [
      facts.draftProblems.length > 0,
      'draft-inconsistent',
      `Its draft does not hold: ${facts.draftProblems.join('; ')}.`,
    ],
  ];
  const wrong = wrongs.find(([applies]) => applies);
  if (wrong) {
    return { verdict: 'quarantine', code: wrong[1], reason: wrong[2] };
  }
  if (proof.outcome === 'unavailable' || facts.job === 'unknown') {
    return {
      verdict: 'wait',
      reason: 'GitLab could not be asked about its job.',
    };
  }
  return { verdict: 'adopt' };
}
