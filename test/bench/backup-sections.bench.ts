import { agentBackup } from './sides/agentBackup';
import {
  encryptedPipeline,
  parallelDump,
  plainDump,
} from './sides/shellBackup';
import { benchmarkBackup } from './support/benchmarkBackup';

/** As `backup-pipeline`, over tables that can be shared out to several streams. */
export const benchmark = benchmarkBackup({
  name: 'backup-sections',
  scale: 160,
  partitions: 8,
  ours: agentBackup,
  peers: async world => ({
    'pg_dump-zstd-age': await encryptedPipeline(world),
    'pg_dump-custom': plainDump(world),
    'pg_dump-directory': parallelDump(world),
  }),
});
