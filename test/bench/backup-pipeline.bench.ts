import { agentBackup } from './sides/agentBackup';
import { encryptedPipeline } from './sides/shellBackup';
import { benchmarkBackup } from './support/benchmarkBackup';

/** A whole backup by the agent, fingerprint and upload included, against the shell's pipeline into a file. */
export const benchmark = benchmarkBackup({
  name: 'backup-pipeline',
  scale: 160,
  ours: agentBackup,
  peers: async world => ({
    'pg_dump-zstd-age': await encryptedPipeline(world),
  }),
});
