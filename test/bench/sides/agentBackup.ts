import { dirname, join } from 'node:path';
import { root } from '../../../scripts/bootstrap/paths.mjs';
import { findTool } from '../../support/servers';
import type { RecoveryWorld } from '../../support/world/RecoveryWorld';
import { measureCommand } from '../support/measureCommand';
import type { Side } from '../support/runPaired';

const agent = join(root, 'packages/agent/dist/safepoint.cjs');

/** A whole backup by the agent in a job of its own: gate, fingerprint, upload and completion. */
export function agentBackup(world: RecoveryWorld): Side {
  let job = 900_000;
  return {
    command: 'safepoint backup',
    run: async signal => {
      job += 1;
      const token = await world.gitlab.mint({
        aud: world.portal.url,
        project_id: '5',
        job_project_id: '5',
        project_path: 'shop/orders',
        pipeline_id: '700',
        job_id: `${job}`,
        environment: 'staging',
        environment_protected: 'false',
      });
      return measureCommand([process.execPath, agent, 'backup'], {
        signal,
        cwd: world.folder,
        env: {
          PATH: `${process.env.PATH}:${dirname(findTool('pg_dump')!)}`,
          ...world.store.variables,
          SAFEPOINT_PORTAL_URL: world.portal.url,
          SAFEPOINT_ENVIRONMENT: 'staging',
          SAFEPOINT_ID_TOKEN: token,
        },
      });
    },
  };
}
