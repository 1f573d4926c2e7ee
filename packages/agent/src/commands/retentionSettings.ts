import { type PortalAccess, readPortalAccess } from './readPortalAccess';

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
): PortalAccess & { store: StoreName } {
  const environment = options.environment ?? variables.SAFEPOINT_ENVIRONMENT;
  const store = nameStore({ ...options, environment });
  const access = readPortalAccess(options, variables, {
    permission: 'safepoint.instance.read',
    problems: ['problem' in store ? store.problem : undefined],
  });
  // With a problem in its place it has thrown.
  return { ...access, store: store as StoreName };
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
