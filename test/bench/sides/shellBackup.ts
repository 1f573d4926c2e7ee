import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recipientOf } from '@safepoint/engine';
import { findTool } from '../../support/servers';
import type { RecoveryWorld } from '../../support/world/RecoveryWorld';
import { measureCommand } from '../support/measureCommand';
import type { Side } from '../support/runPaired';

/** `script` finds pg_dump in `$1`, the database in `$2` and what it writes in `$3`; more follows from `$4` on. */
function inShell(
  world: RecoveryWorld,
  command: string,
  script: string,
  more: string[] = [],
): Side {
  const parameters = [
    findTool('pg_dump') ?? 'pg_dump',
    world.store.server.url('orders'),
    join(world.folder, 'peer'),
    ...more,
  ];
  return {
    command,
    run: signal =>
      measureCommand(
        ['bash', '-c', `set -eo pipefail; ${script}`, 'bash', ...parameters],
        { signal },
      ),
  };
}

/** What a person would write by hand for the same result, into a file. */
export async function encryptedPipeline(world: RecoveryWorld): Promise<Side> {
  const identity = await readFile(world.escrowIdentity, 'utf8');
  return inShell(
    world,
    'pg_dump -Fc -Z0 | zstd -3 | age -r … > file',
    '"$1" -Fc -Z0 -d "$2" | zstd -3 -q | age -r "$4" > "$3.age"',
    [await recipientOf(identity.trim())],
  );
}

/** What most people run. */
export function plainDump(world: RecoveryWorld): Side {
  return inShell(world, 'pg_dump -Fc > file', '"$1" -Fc -d "$2" > "$3.dump"');
}

/** The fastest that pg_dump does by itself: neither compressed nor encrypted, staged on a disk. */
export function parallelDump(world: RecoveryWorld): Side {
  return inShell(
    world,
    'pg_dump -Fd -j2 -Z0 -f folder',
    'rm -rf "$3.folder"; "$1" -Fd -j2 -Z0 -f "$3.folder" -d "$2"',
  );
}
