import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** GitLab's ids are numbers, and strings in its tokens; in YAML they may be either. */
export function readNumericId(config: Config, key: string): string {
  const id = String(config.get(key));
  if (!/^[0-9]+$/.test(id)) {
    throw new InputError(
      `${key} is '${id}'; give GitLab's numeric id, a path can be taken over.`,
    );
  }
  return id;
}
