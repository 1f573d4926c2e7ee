import path from 'node:path';
import { ensureBuilt } from '../../build/ensureBuilt';
import { Portal } from '../portal/Portal';
import { createApi } from '../portal/createApi';
import { PortalUser } from '../portal/PortalUser';
import type { Step } from './Step';

export const startPortal: Step = {
  name: 'the portal answers, and the demo users can sign in',
  async run({ groups, logsFolder, parts, portalUrl, signal }) {
    await ensureBuilt(['app'], { groups, signal });
    const portal = await Portal.start({
      url: portalUrl,
      configFiles: parts.get('configFiles'),
      groups,
      logFile: path.join(logsFolder, 'portal.log'),
      signal,
    });
    parts.set('portal', portal);
    for (const [name, api] of [
      ['dana', 'asDana'],
      ['sam', 'asSam'],
      ['audrey', 'asAudrey'],
    ] as const) {
      const user = new PortalUser(portalUrl, name);
      await userIsKnown(user, signal);
      parts.set(name, user);
      parts.set(api, createApi(portalUrl, user));
    }
  },
};

const catalogMilliseconds = 30_000;

/** The catalog reads its locations after the portal has started. */
async function userIsKnown(user: PortalUser, signal: AbortSignal) {
  const deadline = Date.now() + catalogMilliseconds;
  for (;;) {
    signal.throwIfAborted();
    const answer = await user
      .fetch(`/api/catalog/entities/by-name/user/default/${user.name}`)
      .catch((error: Error) => error);
    if (answer instanceof Response && answer.ok) return;
    if (Date.now() > deadline) {
      throw answer instanceof Error
        ? answer
        : new Error(`The catalog does not know ${user.name}: ${answer.status}`);
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}
