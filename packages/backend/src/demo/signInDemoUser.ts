import { NotFoundError } from '@backstage/errors';
import type { SignInResolver } from '@backstage/plugin-auth-node';
import type { DemoUser } from './demoUsers';

/** Signs in as the catalog's user, so that the token's ownership claims are the groups that the catalog knows. */
export const signInDemoUser: SignInResolver<DemoUser> = async (
  { result },
  context,
) => {
  try {
    return await context.signInWithCatalogUser({
      entityRef: { kind: 'User', namespace: 'default', name: result.name },
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') {
      throw new NotFoundError(
        `The catalog has no user:default/${result.name} yet. It reads its locations for a few seconds after a start: try again then.`,
      );
    }
    throw error;
  }
};
