import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { recoveryPointPrefix } from '@safepoint/backstage-plugin-safepoint-common';
import type { Step } from './Step';

export const verifyWithoutPortal: Step = {
  name: 'safepoint verify finds each of them whole from storage and escrow key alone',
  async run({ groups, parts, result, signal }) {
    const agent = parts.get('agent');
    const key = (name: string) => path.join(parts.get('keysFolder'), name);
    for (const { entityRef, environment, id } of result.recoveryPoints) {
      const args = {
        storage: pathToFileURL(parts.get('storageFolder')).href,
        point: recoveryPointPrefix(entityRef, environment, id),
        'signing-keys': key('signing-keys.public.json'),
        identity: key('escrow-identity.txt'),
      };
      await agent.run(
        [
          'verify',
          ...Object.entries(args).flatMap(([name, value]) => [
            `--${name}`,
            value,
          ]),
        ],
        { groups, signal },
      );
    }
  },
};
