import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import type { DemoUser } from './demoUsers';

/** The request header in which the sign-in page says who was chosen. */
export const demoUserHeader = 'safepoint-demo-user';

/**
 * Believes the browser, but only for the users that are named. A header, not a cookie or a form field, carries the choice:
 * another site's page can not send it without the portal's consent (CORS).
 */
export function createDemoAuthenticator(users: DemoUser[]) {
  return createProxyAuthenticator({
    defaultProfileTransform: async ({ displayName }: DemoUser) => ({
      profile: { displayName },
    }),
    initialize: () => undefined,
    async authenticate({ req }): Promise<{ result: DemoUser }> {
      const chosen = req.header(demoUserHeader);
      const user = users.find(({ name }) => name === chosen);
      if (!user) {
        const names = users.map(({ name }) => name).join(', ');
        throw new AuthenticationError(
          `The demo has no such user. Send one of ${names} in the header ${demoUserHeader}.`,
        );
      }
      return { result: user };
    },
  });
}
