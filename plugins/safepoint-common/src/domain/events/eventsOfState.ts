import type { DomainEvent } from './DomainEvent';
import { pageLink } from './pageLink';

interface Place {
  entityRef: string;
  environment: string;
}

/** A problem that was opened or resolved at `at`. @public */
export function eventOfProblem(
  step: 'opened' | 'resolved',
  problem: Place & {
    source: string;
    code: string;
    severity: 'low' | 'normal' | 'high' | 'critical';
    title: string;
    since: Date;
    /** How often it came back; each time is told. */
    reopened?: number;
  },
  context: { at: Date; portalUrl: string },
): DomainEvent {
  const { code, entityRef, environment, severity, since, source, title } =
    problem;
  const { reopened = 0 } = problem;
  const subject = `problem/${source}/${code}`;
  const place = `${entityRef}/${environment}`;
  return {
    key: `${subject}/${place}/${since.toISOString()}/${reopened}/${step}`,
    type: `dev.safepoint.problem.${step}`,
    subject,
    entityRef,
    environment,
    time: context.at,
    data: {
      entityRef,
      environment,
      link: pageLink(context.portalUrl, problem),
      code,
      severity,
      title,
      since: since.toISOString(),
    },
  };
}

/** The verdict on a store instance became another one at `at`. @public */
export function eventOfPosture(
  change: Place & {
    instanceId: string;
    from?: string;
    to: string;
    reasons: { code: string; severity: string }[];
  },
  context: { at: Date; portalUrl: string },
): DomainEvent {
  const { entityRef, environment, from, instanceId, reasons, to } = change;
  const subject = `store-instance/${instanceId}`;
  return {
    key: `${subject}/posture/${context.at.toISOString()}/${to}`,
    type: 'dev.safepoint.posture.changed',
    subject,
    entityRef,
    environment,
    time: context.at,
    data: {
      entityRef,
      environment,
      link: pageLink(context.portalUrl, change),
      from,
      to,
      reasons: reasons.map(({ code, severity }) => ({ code, severity })),
    },
  };
}
