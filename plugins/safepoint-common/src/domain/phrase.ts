import { formatDuration } from './duration';

/**
 * A piece of a sentence. Where it stands for a value, the value is beside its words, so that each reader is
 * shown it in their own way: local times, short ids.
 *
 * @public
 */
export interface PhrasePart {
  text: string;
  /** ISO 8601. */
  moment?: string;
  seconds?: number;
  /** ISO 8601; `seconds` and the text are the time that has passed since then. */
  ageSince?: string;
  recoveryPointId?: string;
  deploymentId?: string;
}

/** A sentence in its pieces; the texts of all of them, joined, are the sentence. @public */
export type Phrase = PhrasePart[];

/** A template literal's tag: values that are phrases keep what they stand for. @public */
export function phrase(
  texts: TemplateStringsArray,
  ...values: (string | PhrasePart | Phrase)[]
): Phrase {
  return texts
    .flatMap((text, index) => [{ text }, ...toParts(values[index] ?? '')])
    .filter(({ text }) => text !== '');
}

/** The whole sentence as text, with moments in UTC and ids in full. @public */
export function phraseText(parts: Phrase): string {
  return parts.map(({ text }) => text).join('');
}

/** @public */
export const momentPart = (moment: Date, preposition = ''): PhrasePart => ({
  text: `${preposition}${preposition && ' '}${moment.toISOString()}`,
  moment: moment.toISOString(),
});

/** @public */
export const durationPart = (seconds: number): PhrasePart => ({
  text: formatDuration(seconds),
  seconds,
});

/** How long ago something was; `renewAges` makes it true of a later moment. @public */
export const agePart = (since: Date, now: Date): PhrasePart => ({
  ...durationPart(Math.max(0, (now.getTime() - since.getTime()) / 1000)),
  ageSince: since.toISOString(),
});

/** The same sentence, its ages as of `now`. @public */
export function renewAges(parts: Phrase, now: Date): Phrase {
  return parts.map(part =>
    part.ageSince ? agePart(new Date(part.ageSince), now) : part,
  );
}

/** @public */
export const recoveryPointPart = (recoveryPointId: string): PhrasePart => ({
  text: recoveryPointId,
  recoveryPointId,
});

/** @public */
export const deploymentPart = (deploymentId: string): PhrasePart => ({
  text: deploymentId,
  deploymentId,
});

function toParts(value: string | PhrasePart | Phrase): Phrase {
  if (typeof value === 'string') return [{ text: value }];
  return Array.isArray(value) ? value : [value];
}
