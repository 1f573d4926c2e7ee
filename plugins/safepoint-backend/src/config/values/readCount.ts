import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** A whole number of at least `minimum`; `fallback` only where the key is absent. */
export function readCount(
  config: Config,
  key: string,
  fallback: number,
  minimum: number,
): number {
  const count = readNested(config, key) ?? fallback;
  if (!Number.isInteger(count) || count < minimum) {
    throw new InputError(
      `safepoint.${key} must be a whole number of at least ${minimum}.`,
    );
  }
  return count;
}

/** `getOptionalNumber('a.*.b')` refuses the key; names like `*` are looked up one by one. */
function readNested(config: Config, key: string): number | undefined {
  const value = key
    .split('.')
    .reduce<unknown>(
      (at, name) => (at as Record<string, unknown> | undefined)?.[name],
      config.get(),
    );
  return value === undefined ? undefined : Number(value);
}
