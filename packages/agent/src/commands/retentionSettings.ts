import { SafepointError } from '@safepoint/engine';

/** Which store is meant. */
export type StoreName =
  | { instanceId: string }
  | { entityRef: string; environment: string };

/** Throws `config-incomplete` with everything that is wrong. */
export function readRetentionSettings(
  options: {
    portalUrl?: string;
    entity?: string;
    environment?: string;
    instance?: string;
  },
  variables: NodeJS.ProcessEnv,
): { portalUrl: string; token: string; store: StoreName } {
  const portalUrl = options.portalUrl ?? variables.SAFEPOINT_PORTAL_URL ?? '';
  const token = variables.SAFEPOINT_TOKEN;
  const environment = options.environment ?? variables.SAFEPOINT_ENVIRONMENT;
  const store = nameStore({ ...options, environment });
  const problems = [
    token
      ? undefined
      : 'SAFEPOINT_TOKEN is not set; it holds a Backstage token that may do safepoint.instance.read',
    /^https?:\/\/[^\s@]+$/.test(portalUrl)
      ? undefined
      : 'the address of the portal is missing, no http(s) address, or holds credentials: set SAFEPOINT_PORTAL_URL to https://portal.example.com',
    'problem' in store ? store.problem : undefined,
  ].filter((problem): problem is string => problem !== undefined);
  if (!token || 'problem' in store || problems.length > 0) {
    throw new SafepointError({
      kind: 'config-incomplete',
      message: `This cannot start: ${problems.join('; ')}.`,
    });
  }
  return {
    // Both addresses name the API, as for the other commands.
    portalUrl: portalUrl.replace(/(\/api\/safepoint)?\/*$/, ''),
    token,
    store,
  };
}

function nameStore(options: {
  entity?: string;
  environment?: string;
  instance?: string;
}): StoreName | { problem: string } {
  const { entity, environment, instance } = options;
  if (instance && entity) {
    return { problem: 'give --instance or --entity, and not both' };
  }
  if (instance) return { instanceId: instance };
  if (!entity || !environment) {
    return {
      problem:
        'the store is not named: give --entity resource:default/orders-db and --environment production, or --instance',
    };
  }
  if (!/^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/.test(entity)) {
    return {
      problem: `--entity '${entity}' is no full entity reference such as resource:default/orders-db`,
    };
  }
  return { entityRef: entity.toLocaleLowerCase('en-US'), environment };
}
