import type { Route } from './Router';
import type { ServerContext } from './ServerContext';

/** What verifiers of ID tokens ask for. */
export function discoveryRoutes({ keys, serverUrl }: ServerContext): Route[] {
  return [
    {
      method: 'GET',
      path: '/.well-known/openid-configuration',
      handle: () => ({
        body: {
          issuer: serverUrl(),
          jwks_uri: `${serverUrl()}/oauth/discovery/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          claims_supported: ['iss', 'sub', 'aud', 'exp', 'iat'],
        },
      }),
    },
    {
      method: 'GET',
      path: '/oauth/discovery/keys',
      handle: () => ({ body: keys.jwks }),
    },
  ];
}
