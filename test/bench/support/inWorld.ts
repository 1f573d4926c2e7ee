import { explainedError } from '../../../scripts/bootstrap/explainedError.mjs';
import { ensureBuilt } from '../../../scripts/build/ensureBuilt';
import { ProcessGroups } from '../../../scripts/process/ProcessGroups';
import { makeS3Storage } from '../../support/makeS3Storage';
import { findMissingTools, startCeph, whyMissing } from '../../support/servers';
import { RecoveryWorld } from '../../support/world/RecoveryWorld';
import type { Benchmark, BenchmarkResult } from '../Benchmark';

type Context = Parameters<Benchmark['run']>[0];

/**
 * A benchmark of the built agent against a real portal, PostgreSQL and S3. Says all that is missing before
 * anything is started.
 */
export function inWorld(options: {
  name: string;
  /** Commands that it needs beside the servers, and the Debian packages of those that may be missing. */
  tools: string[];
  packages: string[];
  measure: (world: RecoveryWorld, context: Context) => Promise<BenchmarkResult>;
}): Benchmark {
  const { name, measure } = options;
  return {
    name,
    async run(context) {
      refuseMissing(options);
      await ensureBuilt(['agent'], {
        groups: new ProcessGroups(),
        signal: context.signal,
      });
      const s3 = await startCeph();
      try {
        const { options: storage } = await makeS3Storage(s3);
        const world = await RecoveryWorld.start({
          type: 's3',
          forcePathStyle: true,
          ...storage,
        });
        try {
          return await measure(world, context);
        } finally {
          await world.stop();
        }
      } finally {
        await s3.stop();
      }
    },
  };
}

function refuseMissing(options: {
  name: string;
  tools: string[];
  packages: string[];
}) {
  const problems = [
    whyMissing('postgres'),
    whyMissing('s3'),
    ...findMissingTools(options.tools),
  ].filter(problem => problem !== undefined);
  if (problems.length === 0) return;
  const packages = [
    'postgresql ceph-mon ceph-osd radosgw ceph-common',
    ...options.packages,
  ].join(' ');
  throw explainedError(
    `${options.name} cannot run; missing: ${problems.join(
      '; ',
    )}. On Debian: apt-get install ${packages}`,
  );
}
