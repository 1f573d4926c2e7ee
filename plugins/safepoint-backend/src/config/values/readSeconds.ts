import type { Config } from '@backstage/config';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

/** A duration longer than nothing, in seconds; `fallback` only where the key is absent. */
export function readSeconds(
  config: Config,
  key: string,
  fallback: number,
): number {
  if (!config.has(key)) return fallback;
  const seconds =
    durationToMilliseconds(readDurationFromConfig(config, { key })) / 1_000;
  if (!(seconds > 0)) {
    throw new InputError(`safepoint.${key} must be longer than nothing.`);
  }
  return seconds;
}
