import type {
  Objectives,
  Posture,
  Problem,
  Reason,
} from '@safepoint/backstage-plugin-safepoint-common';
import { wordsOfProblem } from './wordsOfProblem';

export interface ProblemContext {
  entityRef: string;
  environment: string;
  production: boolean;
  objectives: Objectives;
  /** When the portal first heard of the instance. */
  knownSince: Date;
  now: Date;
}

/** The scrub tells of these itself, with what it found. */
const toldByScrub = [
  'recovery-point-missing',
  'recovery-point-corrupt',
  'recovery-point-hidden',
];

export interface PostureProblems {
  problems: Problem[];
  /** When a grace ends, and time alone makes another problem. */
  changesAt?: Date;
}

/**
 * What of a posture somebody has to be told: every reason that is critical or a warning, but for damage in
 * storage, which the scrub tells of. What never happened
 * is a problem, too, but of a store that was just made known only once its objective could have been kept: a
 * first recovery point is due within the RPO, a first proof within `verifiedWithin`. The page shows both red
 * from the beginning.
 */
export function postureProblems(
  posture: Posture,
  context: ProblemContext,
): PostureProblems {
  const { now } = context;
  const found = posture.reasons
    .filter(({ severity }) => severity === 'critical' || severity === 'warning')
    .filter(({ code }) => !toldByScrub.includes(code))
    .map(one => ({ one, toldFrom: graceEnd(one.code, context) }));
  const graces = found
    .map(({ toldFrom }) => toldFrom)
    .filter((end): end is Date => end !== undefined && end > now);
  return {
    problems: found
      .filter(({ toldFrom }) => !toldFrom || toldFrom <= now)
      .map(({ one, toldFrom }) => toProblem(one, context, toldFrom)),
    ...(graces.length > 0 && {
      changesAt: graces.reduce((a, b) => (a < b ? a : b)),
    }),
  };
}

function graceEnd(code: string, context: ProblemContext): Date | undefined {
  const { rpoSeconds, verifiedWithinSeconds } = context.objectives;
  const graces: Record<string, number> = {
    'never-saved': rpoSeconds,
    'no-binding': rpoSeconds,
    'never-verified': verifiedWithinSeconds,
  };
  const seconds = graces[code];
  return seconds === undefined
    ? undefined
    : new Date(context.knownSince.getTime() + seconds * 1_000);
}

function toProblem(
  { code, severity, phrase, message, since }: Reason,
  context: ProblemContext,
  toldFrom: Date | undefined,
): Problem {
  const { entityRef, environment, production } = context;
  const thing = phrase.find(part => part.deploymentId ?? part.recoveryPointId);
  const id = thing?.deploymentId ?? thing?.recoveryPointId;
  const { title, advice, severalAtOnce } = wordsOfProblem(code);
  const [, kind, namespace, name] =
    /^([^:]+):([^/]+)\/(.+)$/.exec(entityRef) ?? [];
  return {
    code: severalAtOnce && id ? `${code}:${id}` : code,
    severity: severityOf(severity, production),
    title: `${name} (${environment}): ${title}`,
    text: `${withoutAges(message, phrase)} ${advice}`.trim(),
    link: `/catalog/${namespace}/${kind}/${name}/recovery?environment=${encodeURIComponent(
      environment,
    )}`,
    since: since ?? toldFrom ?? context.now,
  };
}

function severityOf(
  severity: Reason['severity'],
  production: boolean,
): Problem['severity'] {
  if (severity !== 'critical') return 'normal';
  return production ? 'critical' : 'high';
}

/** An age is another one each time; a problem that stays the same has to read the same. */
function withoutAges(message: string, phrase: Reason['phrase']): string {
  const since = phrase.find(({ ageSince }) => ageSince)?.ageSince;
  if (!since) return message;
  return phrase
    .map(({ text, ageSince }) => (ageSince ? '<age>' : text))
    .join('')
    .replace('is <age> old', `is of ${since}`)
    .replace(', <age> ago', ` at ${since}`);
}
