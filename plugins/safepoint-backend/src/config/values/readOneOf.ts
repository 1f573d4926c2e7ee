import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** One of the named values; `fallback` only where the key is absent. */
export function readOneOf<T extends string>(
  config: Config,
  key: string,
  fallback: T,
  allowed: readonly T[],
): T {
  const given = config.getOptionalString(key) ?? fallback;
  const value = allowed.find(candidate => candidate === given);
  if (value === undefined) {
    throw new InputError(
      `safepoint.${key} is '${given}'; it must be one of ${allowed.join(
        ', ',
      )}.`,
    );
  }
  return value;
}
