import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { SafepointConfig } from '../config';
import { CatalogPolicySource } from './CatalogPolicySource';
import { CatalogView, type PolicyCatalog } from './CatalogView';
import { PolicyMemory } from './PolicyMemory';

/** Wires where policies come from. */
export function createPolicySource(dependencies: {
  config: Pick<
    SafepointConfig,
    'policies' | 'objectives' | 'gate' | 'approvalFloors'
  >;
  knex: Knex;
  directory: PolicyCatalog;
  isProduction: (environment: string) => boolean;
  logger: LoggerService;
  now?: () => Date;
}): CatalogPolicySource {
  const { config, knex, directory, isProduction, logger } = dependencies;
  return new CatalogPolicySource({
    view: new CatalogView({
      catalog: directory,
      memory: new PolicyMemory(knex),
      locations: config.policies.locations,
      logger,
      now: dependencies.now ?? (() => new Date()),
    }),
    selectors: config.policies.selectors,
    platform: {
      objectives: config.objectives,
      gate: config.gate,
      approvals: config.approvalFloors,
    },
    isProduction,
  });
}
