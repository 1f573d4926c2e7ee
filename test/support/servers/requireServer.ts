import { findMissingTools } from './findMissingTools';
import { cephTools, findGivenServer } from './startCeph';
import { postgresTools } from './startPostgres';

type ServerName = 's3' | 'postgres';

/** Whether a server of this kind can be had here; if not, why. */
export function whyMissing(server: ServerName): string | undefined {
  const isGiven =
    server === 's3'
      ? Boolean(findGivenServer())
      : Boolean(process.env.SAFEPOINT_TEST_POSTGRES_URL);
  const missing = findMissingTools(server === 's3' ? cephTools : postgresTools);
  return isGiven || !missing.length
    ? undefined
    : `missing: ${missing.join(', ')}`;
}

/**
 * A `describe` for tests that need a server: skipped by name where it cannot be had, but a failure with
 * `CI=true`, where nobody would notice that nothing was tested.
 */
export function requireServer(
  server: ServerName,
): (name: string, body: () => void) => void {
  const reason = whyMissing(server);
  if (!reason) {
    return describe;
  }
  if (process.env.CI === 'true') {
    return name =>
      describe(name, () => {
        // eslint-disable-next-line jest/expect-expect
        it(`needs a server of kind ${server}`, () => {
          throw new Error(`There is no server of kind ${server}: ${reason}.`);
        });
      });
  }
  return (name, body) =>
    // eslint-disable-next-line jest/no-disabled-tests
    describe.skip(`${name} (skipped, ${server} ${reason})`, body);
}
