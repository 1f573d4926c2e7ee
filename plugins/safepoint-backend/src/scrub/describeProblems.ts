import type {
  Finding,
  RecoveryPointStatus,
  StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Problem } from '../alerts/Problems';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { ScrubbedPoint } from './ScrubStore';
import type { Strays } from './StrayStore';

type Damage = Extract<RecoveryPointStatus, 'missing' | 'corrupt' | 'hidden'>;

const wordsOf: Record<Damage, { what: string; help: string }> = {
  missing: {
    what: 'missing in storage',
    help: 'Bring the objects back from a copy of the bucket, or take a new recovery point.',
  },
  corrupt: {
    what: 'corrupt in storage',
    help: 'Bring the objects back from a copy of the bucket, or take a new recovery point.',
  },
  hidden: {
    what: 'hidden in storage',
    help: 'Their bytes are there: remove the delete markers or newer versions (docs/scrub.md says how).',
  },
};

/**
 * The problems of an instance's points, one for each kind of damage: a bucket that was emptied is one message
 * and not a thousand.
 */
export function describeDamages(
  points: ScrubbedPoint[],
  instance: StoreInstance,
  place: { link: string; now: Date },
): Problem[] {
  const damages = (Object.keys(wordsOf) as Damage[]).flatMap(status => {
    const damaged = points.filter(({ point }) => point.status === status);
    if (damaged.length === 0) return [];
    const { what, help } = wordsOf[status];
    return [
      {
        code: `recovery-points-${status}`,
        severity: 'critical' as const,
        title: `${countPoints(damaged)} of ${nameOf(instance)} ${
          damaged.length === 1 ? 'is' : 'are'
        } ${what}`,
        text: `${listIds(damaged)} cannot be restored. ${help}${firstFinding(
          damaged,
        )}`,
        ...placeOf(damaged, place),
      },
    ];
  });
  return [...damages, ...describeIncomplete(points, instance, place)];
}

/** What a restore does not need, or what an expired point has lost. */
function describeIncomplete(
  points: ScrubbedPoint[],
  instance: StoreInstance,
  place: { link: string; now: Date },
): Problem[] {
  const incomplete = points.filter(
    ({ point, findings }) =>
      findings.length > 0 && !Object.keys(wordsOf).includes(point.status),
  );
  if (incomplete.length === 0) return [];
  return [
    {
      code: 'recovery-points-incomplete',
      severity: 'low',
      title: `${countPoints(incomplete)} of ${nameOf(
        instance,
      )} lost something that no restore needs`,
      text: `${listIds(incomplete)} restore as before.${firstFinding(
        incomplete,
      )}`,
      ...placeOf(incomplete, place),
    },
  ];
}

/** Nobody has looked for too long: what storage lost meanwhile is not known. */
export function describeOverdue(
  instance: StoreInstance,
  oldestLook: Date,
  place: { link: string; why?: string },
): Problem {
  return {
    code: 'scrub-overdue',
    severity: 'normal',
    title: `Nobody has looked at the stored recovery points of ${nameOf(
      instance,
    )} for too long`,
    text: `The oldest look is of ${oldestLook.toISOString()}; what storage has lost since then is not known.${
      place.why ? ` The last try failed: ${place.why}` : ''
    }`,
    link: place.link,
    since: oldestLook,
  };
}

/** Of the newest point only: it ends when a later one is usual again. */
export function describeUnusual(
  point: RecordedPoint,
  instance: StoreInstance,
  link: string,
): Problem[] {
  const warnings = point.unusual ?? [];
  if (warnings.length === 0) return [];
  const lost = warnings.some(
    ({ code, value }) => code.startsWith('table') || value === 0,
  );
  return [
    {
      code: 'recovery-point-unusual',
      severity: lost ? 'high' : 'normal',
      title: `The newest recovery point of ${nameOf(instance)} is unusual`,
      text: `Recovery point ${point.id}: ${warnings
        .map(({ message }) => message)
        .join(
          ' ',
        )} It can be restored; look at the store before you rely on it.`,
      link,
      since: point.completedAt ?? point.createdAt,
    },
  ];
}

/** They cost money and may be somebody's lost backup; whether they go is for a person to say. */
export function describeStrays(
  instance: StoreInstance,
  strays: Strays,
  link: string,
): Problem {
  return {
    code: 'stray-objects',
    severity: 'low',
    title: `Objects in the storage of ${nameOf(
      instance,
    )} belong to no recovery point`,
    text: `${strays.objects} objects of ${strays.bytes} bytes lie in ${strays.folders} folders that have no manifest, such as ${strays.example}. Nothing deletes them: look what they are, then delete them by hand.`,
    link,
    since: strays.newestAt,
  };
}

function nameOf({ entityRef, environment }: StoreInstance): string {
  return `${entityRef} (${environment})`;
}

function countPoints({ length }: ScrubbedPoint[]): string {
  return length === 1 ? 'A recovery point' : `${length} recovery points`;
}

function listIds(points: ScrubbedPoint[]): string {
  const shown = points.slice(-3).map(({ point }) => point.id);
  const rest = points.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function firstFinding(points: ScrubbedPoint[]): string {
  const finding: Finding | undefined = points.flatMap(
    ({ findings }) => findings,
  )[0];
  return finding ? ` First of all: ${finding.message}` : '';
}

function placeOf(
  points: ScrubbedPoint[],
  { link, now }: { link: string; now: Date },
): { link: string; since: Date } {
  const looks = points.map(({ scrubbedAt }) => (scrubbedAt ?? now).getTime());
  return { link, since: new Date(Math.min(...looks)) };
}
