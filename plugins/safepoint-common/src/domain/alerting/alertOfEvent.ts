import type { DomainEvent } from '../events';
import type { AlertSeverity } from './Problem';

/** What happened once, as people are told of it. @public */
export interface EventAlert {
  kind: EventAlertKind;
  severity: AlertSeverity;
  entityRef: string;
  environment: string;
  title: string;
  text: string;
  link?: string;
  dedupeKey: string;
}

/** @public */
export type EventAlertKind =
  | 'restore-requested'
  | 'restore-approved'
  | 'restore-rejected'
  | 'restore-expired'
  | 'restore-finished'
  | 'restore-failed';

interface Wording {
  kind: EventAlertKind;
  severity: AlertSeverity;
  title: (facts: RestoreFacts) => string;
  text: (facts: RestoreFacts) => string;
}

interface RestoreFacts {
  /** The store and where it is restored to. */
  what: string;
  requestedBy: string;
  missing: number;
  problem: string;
}

const wordings: Partial<Record<DomainEvent['type'], Wording>> = {
  'dev.safepoint.restore.requested': {
    kind: 'restore-requested',
    severity: 'high',
    title: ({ what }) => `Somebody asks to restore ${what}`,
    text: ({ requestedBy, missing }) =>
      `${requestedBy} asked for it. ${
        missing > 0
          ? `It needs ${missing} more ${
              missing === 1 ? 'person' : 'people'
            } to approve: look at what would be lost, then decide.`
          : 'It needs no approval and goes ahead.'
      }`,
  },
  'dev.safepoint.restore.approved': {
    kind: 'restore-approved',
    severity: 'high',
    title: ({ what }) => `The restore of ${what} is approved`,
    text: ({ requestedBy }) =>
      `What ${requestedBy} asked for begins now. Do not deploy until it has ended.`,
  },
  'dev.safepoint.restore.rejected': {
    kind: 'restore-rejected',
    severity: 'normal',
    title: ({ what }) => `The restore of ${what} was rejected`,
    text: ({ requestedBy }) =>
      `Nothing of what ${requestedBy} asked for was done.`,
  },
  'dev.safepoint.restore.expired': {
    kind: 'restore-expired',
    severity: 'normal',
    title: ({ what }) => `Nobody decided on the restore of ${what}`,
    text: ({ requestedBy }) =>
      `Nothing of what ${requestedBy} asked for was done. Ask again if it is still needed.`,
  },
  'dev.safepoint.restore.finished': {
    kind: 'restore-finished',
    severity: 'high',
    title: ({ what }) => `${what} was restored`,
    text: () =>
      'It was checked and switched over. Look at what was lost, and let the old store go once nobody needs it.',
  },
  'dev.safepoint.restore.failed': {
    kind: 'restore-failed',
    severity: 'critical',
    title: ({ what }) => `The restore of ${what} failed`,
    text: ({ problem }) =>
      `It ended with ${problem}. Look at its job for what it got to, then ask again.`,
  },
};

/** None for what nobody is told of as it happens, or is told of as a problem that lasts. @public */
export function alertOfEvent(event: DomainEvent): EventAlert | undefined {
  const wording = wordings[event.type];
  if (!wording) return undefined;
  const { entityRef, environment, key, data } = event;
  const facts = factsOf(event);
  const { kind, severity } = wording;
  return {
    kind,
    severity,
    entityRef,
    environment,
    title: wording.title(facts),
    text: wording.text(facts),
    ...(typeof data.link === 'string' && { link: data.link }),
    dedupeKey: key,
  };
}

function factsOf({ entityRef, environment, data }: DomainEvent): RestoreFacts {
  const { targetEnvironment, requestedBy, problem } = data;
  const target =
    typeof targetEnvironment === 'string' ? targetEnvironment : environment;
  return {
    what: `${entityRef.split('/').pop()} in ${target}`,
    requestedBy: typeof requestedBy === 'string' ? requestedBy : 'Somebody',
    missing: Number(data.approvalsNeeded ?? 0),
    problem: typeof problem === 'string' ? problem : 'no reason given',
  };
}
