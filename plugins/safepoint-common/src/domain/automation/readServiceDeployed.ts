import { z } from 'zod';

/** A deployment that somebody told of in the words of CDEvents. @public */
export interface ReportedService {
  /** Of the event; the same for every time it is sent. */
  eventId: string;
  source: string;
  entityRef: string;
  environment: string;
  at: Date;
  /** As far as the artifact or the custom data name one. */
  commit?: string;
}

const typePattern =
  /^dev\.cdevents\.service\.(deployed|upgraded|rolledback)\.\d+\.\d+\.\d+$/;
const commitPattern = /^[0-9a-f]{7,64}$/i;

/** Of any version from 0.3 on: the properties that matter here have not changed. */
const serviceEvent = z.object({
  context: z.object({
    id: z.string().min(1).max(200),
    source: z.string().min(1).max(500),
    type: z.string(),
    timestamp: z.iso.datetime({ offset: true }),
  }),
  subject: z.object({
    id: z.string().min(1).max(200),
    content: z.object({
      environment: z.object({ id: z.string().min(1).max(63) }),
      artifactId: z.string().max(500).optional(),
    }),
  }),
  customData: z.unknown().optional(),
});

/** @public */
export type ServiceReading =
  | { kind: 'deployed'; service: ReportedService }
  | { kind: 'other' }
  | { kind: 'invalid'; problems: string[] };

/**
 * What a CDEvent says of a deployment. The service is named by its entity reference; a bare name is a
 * component of the default namespace.
 *
 * @public
 */
export function readServiceDeployed(data: unknown): ServiceReading {
  const type = (data as { context?: { type?: unknown } } | undefined)?.context
    ?.type;
  if (typeof type === 'string' && !typePattern.test(type)) {
    return { kind: 'other' };
  }
  const parsed = serviceEvent.safeParse(data);
  if (!parsed.success) {
    return {
      kind: 'invalid',
      problems: parsed.error.issues.map(
        ({ path, message }) => `data.${path.join('.')}: ${message}`,
      ),
    };
  }
  const { context, customData, subject } = parsed.data;
  const { artifactId, environment } = subject.content;
  const commit = commitOf(customData) ?? versionOf(artifactId);
  return {
    kind: 'deployed',
    service: {
      eventId: context.id,
      source: context.source,
      entityRef: toEntityRef(subject.id),
      environment: environment.id,
      at: new Date(context.timestamp),
      ...(commit && { commit }),
    },
  };
}

function toEntityRef(id: string): string {
  const ref = id.toLocaleLowerCase('en-US');
  return /^[a-z0-9._-]+$/.test(ref) ? `component:default/${ref}` : ref;
}

function commitOf(customData: unknown): string | undefined {
  const commit = (customData as { commit?: unknown } | undefined)?.commit;
  return typeof commit === 'string' && commitPattern.test(commit)
    ? commit.toLowerCase()
    : undefined;
}

/** `pkg:type/name@version?…`, where the version is a commit. */
function versionOf(artifactId: string | undefined): string | undefined {
  const version = /@([^?#]+)/.exec(artifactId ?? '')?.[1];
  return version && commitPattern.test(version)
    ? version.toLowerCase()
    : undefined;
}
