import type { EngineFacts } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { ServerFacts } from '../server/readServerFacts';

/** A dump of a newer server may hold what an older one cannot know. */
export function checkServerVersion(
  target: ServerFacts,
  engine: EngineFacts,
): void {
  const sourceMajor = Number.parseInt(engine.version, 10);
  if (engine.name !== 'postgresql' || Number.isNaN(sourceMajor)) {
    throw new SafepointError({
      kind: 'target-unfit',
      message: `The recovery point comes from ${engine.name} ${engine.version}, which the postgres driver cannot restore.`,
    });
  }
  if (target.major < sourceMajor) {
    throw new SafepointError({
      kind: 'target-unfit',
      message: `The target server is PostgreSQL ${target.version}, older than ${engine.version} that the recovery point comes from. Restore into version ${sourceMajor} or newer.`,
    });
  }
}
