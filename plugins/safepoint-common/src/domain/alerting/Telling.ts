import type { AlertSeverity, Problem, ProblemSubject } from './Problem';

/** A problem as far as it matters for what is told of it. @public */
export interface TellableProblem extends Problem, ProblemSubject {
  id: string;
  openedAt: Date;
  resolvedAt?: Date;
  acknowledgedAt?: Date;
  /** Whom its policy wants to be told now, by entity reference. */
  audience: string[];
  /** Of the messages that told of it; none: nobody was told yet. */
  thread?: string;
  /** Who was told. */
  recipients?: string[];
  firstToldAt?: Date;
  /** The last message of its thread. */
  toldAt?: Date;
  toldSeverity?: AlertSeverity;
  /** How many steps of the escalation were told. */
  escalations: number;
}

/** Something that happened once and is to be told once. @public */
export interface TellableAlert {
  key: string;
  kind: string;
  severity: AlertSeverity;
  title: string;
  text: string;
  link?: string;
  raisedAt: Date;
  audience: string[];
}

/** @public */
export interface EscalationStep {
  /** After the first message, if nobody has acknowledged the problem and it lasts. */
  afterSeconds: number;
  /** Entity references of groups and users. */
  to: string[];
}

/** @public */
export interface TellingRules {
  /** Waits for more of the same before the first message. */
  gatherSeconds: number;
  /** So many at once are one message. */
  groupFrom: number;
  /** After a message of a group, more of the same wait that long for the next one. */
  groupWithinSeconds: number;
  /** What was resolved has to stay so for that long before it counts, and is the same problem until then. */
  calmSeconds: number;
  /** What waited longer than that was held back, and is told together. */
  lateSeconds: number;
  /** Nothing but critical problems is told before; none: it is not quiet now. */
  quietUntil?: Date;
  escalation: EscalationStep[];
}

/** @public */
export const defaultTellingRules: TellingRules = {
  gatherSeconds: 20,
  groupFrom: 5,
  groupWithinSeconds: 300,
  calmSeconds: 300,
  lateSeconds: 900,
  escalation: [],
};

/** One message to people; a later one of the same thread takes its place. @public */
export interface Message {
  thread: string;
  /** What people filter by. */
  topic: string;
  recipients: string[];
  severity: AlertSeverity;
  title: string;
  text: string;
  link?: string;
  /** Why it is told, now and so. */
  reasons: string[];
  /** What it tells of. */
  problemIds: string[];
  alertKeys: string[];
}

/** What is to be remembered of a problem; what is not named stays as it is. @public */
export type ToldState = Partial<
  Pick<
    TellableProblem,
    | 'thread'
    | 'recipients'
    | 'firstToldAt'
    | 'toldAt'
    | 'toldSeverity'
    | 'escalations'
  >
> & { closedAt?: Date };

/** A message and what follows from having told it; both hold or neither does. @public */
export interface Telling {
  /** None where something ends that nobody heard of. */
  message?: Message;
  states: { id: string; state: ToldState }[];
}

/** @public */
export interface TellingInput {
  /** All that may have something to be told, and whatever shares a thread with one of them. */
  problems: TellableProblem[];
  alerts: TellableAlert[];
  rules: TellingRules;
  now: Date;
}

/** @public */
export interface TellingPlan {
  tellings: Telling[];
  /** When each of the problems has to be looked at again; none: when it changes. */
  looks: { id: string; at?: Date }[];
}
