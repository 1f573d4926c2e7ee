/**
 * A number from 0 up to, but not, 1 that is always the same for the same text; those of many texts are spread
 * evenly. For spreading work over time, never for a secret.
 *
 * @public
 */
export function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // Texts that differ in their last letter only would lie side by side otherwise.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * When the thing of that id is looked at next: once in every period, at a moment of the period that is its
 * own. It needs no memory, so nothing bunches up after an outage or a rebuild of the database.
 *
 * @public
 */
export function nextScrubAt(
  id: string,
  now: Date,
  periodSeconds: number,
): Date {
  const period = periodSeconds * 1_000;
  return new Date(
    (turnOf(id, now, periodSeconds) + 1) * period + phaseOf(id, period),
  );
}

/**
 * Whether the thing of that id is among the share whose bytes are read in this period. Which ones are changes
 * from period to period, and everybody comes to the same answer.
 *
 * @public
 */
export function isInShare(
  id: string,
  now: Date,
  { periodSeconds, share }: { periodSeconds: number; share: number },
): boolean {
  return fractionOf(`${id} ${turnOf(id, now, periodSeconds)}`) < share;
}

/** How many of its own periods are over. */
function turnOf(id: string, now: Date, periodSeconds: number): number {
  const period = periodSeconds * 1_000;
  return Math.floor((now.getTime() - phaseOf(id, period)) / period);
}

function phaseOf(id: string, period: number): number {
  return Math.floor(fractionOf(id) * period);
}
