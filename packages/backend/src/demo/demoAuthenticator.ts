import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

/** The request header in which the sign-in page says who was chosen. */
export const demoUserHeader = 'safepoint-demo-user';

/** What the demo knows of whoever signs in. */
export interface DemoSignIn {
  userName: string;
}

/**
 * Believes the browser, but only for the users that are named. A header, not a cookie or a form field, carries the choice:
 * another site's page can not send it without the portal's consent (CORS).
 */
export function createDemoAuthenticator(userNames: string[]) {
  return createProxyAuthenticator({
    defaultProfileTransform: async ({ userName }: DemoSignIn) => ({
      profile: { displayName: userName },
    }),
    initialize: () => undefined,
    async authenticate({ req }): Promise<{ result: DemoSignIn }> {
      const userName = req.header(demoUserHeader);
      if (!userName || !userNames.includes(userName)) {
        throw new AuthenticationError(
          `The demo has no such user. Send one of ${userNames.join(
            ', ',
          )} in the header ${demoUserHeader}.`,
        );
      }
      return { result: { userName } };
    },
  });
}
