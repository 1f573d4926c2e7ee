import type { Config } from '@backstage/config';

/** What reading the keys throws, each message naming its key. */
export function findReadProblems(
  config: Config,
  readers: ((config: Config) => unknown)[],
): string[] {
  return readers.flatMap(reader => {
    try {
      reader(config);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}
